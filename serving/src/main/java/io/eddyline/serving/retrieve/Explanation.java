package io.eddyline.serving.retrieve;

import java.util.List;

/**
 * What an item's score is made of; all parts together are the score, but for rounding.
 *
 * @param because what the items of history and session add, greatest first
 * @param user what the user's own vector adds
 * @param prior what popularity adds
 * @param boost what the request's boosts add
 */
public record Explanation(List<Reason> because, double user, double prior, double boost) {
  public Explanation {
    because = List.copyOf(because);
  }

  /**
   * An item of history or session.
   *
   * @param weight what it adds to the score; below 0 if it takes away
   */
  public record Reason(String itemId, double weight) {}
}
