package io.eddyline.serving.retrieve;

import io.eddyline.serving.overlay.BestItems.Scored;
import io.eddyline.serving.overlay.CurrentItem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, all of it by one version.
 *
 * @param items best first
 * @param source what answered
 * @param fallback why the answer is not personal, null if it is
 * @param ignored names of what was asked for and this answer could not heed
 * @param exploration how the items were sampled, null if they were not
 */
public record Recommendation(
    List<ScoredItem> items,
    Source source,
    @Nullable Fallback fallback,
    List<String> ignored,
    @Nullable Exploration exploration) {
  public Recommendation {
    items = List.copyOf(items);
    ignored = List.copyOf(ignored);
  }

  /** An answer in the order of the scores that heeds all that was asked for. */
  static Recommendation plain(List<ScoredItem> items, Source source, @Nullable Fallback fallback) {
    return new Recommendation(items, source, fallback, List.of(), null);
  }

  /**
   * What answered.
   *
   * @param createdAtMs when the version was made, milliseconds since the epoch
   */
  public record Source(String model, long version, long createdAtMs) {}

  /**
   * How items were sampled.
   *
   * @param seed that gives the same items again, from the same version and request
   * @param temperature of the scores, in their units
   * @param poolSize items that were sampled from
   */
  public record Exploration(long seed, double temperature, int poolSize) {}

  /**
   * One item.
   *
   * @param title null if there is none
   * @param relevance calibrated, 0 to 1; null if it was not asked for
   * @param propensity probability that the item was taken for this place given those before it;
   *     null if nothing was sampled
   * @param explanation null if it was not asked for
   */
  public record ScoredItem(
      String itemId,
      float score,
      @Nullable String title,
      @Nullable Double relevance,
      @Nullable Double propensity,
      @Nullable Explanation explanation) {
    /** An item with nothing but its score. */
    static ScoredItem plain(Scored scored) {
      CurrentItem item = scored.item();
      return new ScoredItem(item.id(), scored.score(), item.title(), null, null, null);
    }
  }
}
