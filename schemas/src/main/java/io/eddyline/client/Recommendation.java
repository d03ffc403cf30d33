package io.eddyline.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, all of it by one version.
 *
 * @param recommendationId to be sent back with the events that it brings about
 * @param items best first
 * @param applied what of the events is in it
 * @param fallback why it is not personal, null if it is
 * @param next cursor of the page behind, null behind the last
 * @param ignored what was asked for and not heeded, null if all was
 * @param exploration how the items were sampled, null if they were not
 * @param unknown candidates that the version does not know, null but for ranks
 * @param unavailable candidates that must not be shown, null but for ranks
 */
public record Recommendation(
    String recommendationId,
    List<Item> items,
    Model model,
    Applied applied,
    @Nullable String fallback,
    @Nullable String next,
    @Nullable List<String> ignored,
    @Nullable Exploration exploration,
    @Nullable List<String> unknown,
    @Nullable List<String> unavailable) {
  /**
   * An item with its score.
   *
   * @param relevance calibrated, 0 to 1, null unless asked for
   * @param propensity probability of its place, null unless explored
   * @param because what history and session add to the score, null unless explained
   * @param parts the rest of the score, null unless explained
   */
  public record Item(
      String itemId,
      double score,
      @Nullable String title,
      @Nullable Double relevance,
      @Nullable Double propensity,
      @Nullable List<Because> because,
      @Nullable Parts parts) {}

  /**
   * What of the events an answer has.
   *
   * @param satisfied whether it has those that the request named
   * @param lagMs how far it is behind the learners, at most
   */
  public record Applied(boolean satisfied, long lagMs) {}

  /** What an item of history or session adds to a score. */
  public record Because(String itemId, double weight) {}

  /** What else a score is made of. */
  public record Parts(double user, double prior, double boost) {}

  /**
   * How the order was sampled.
   *
   * @param seed gives the same order again
   */
  public record Exploration(long seed, double temperature, int poolSize) {}

  /**
   * The version that answered.
   *
   * @param arm why this one
   * @param ageMs milliseconds since it was made
   */
  public record Model(String name, String version, String arm, long ageMs) {}
}
