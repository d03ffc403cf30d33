package io.eddyline.client;

import org.jspecify.annotations.Nullable;

/**
 * Adds to the scores of some items: of those that pass a filter, or of one.
 *
 * @param filter null if {@code itemId} names the item
 * @param itemId null if {@code filter} names the items
 * @param weight is added, may be negative
 */
public record Boost(@Nullable String filter, @Nullable String itemId, double weight) {
  /** For the items that pass a filter. */
  public static Boost where(String filter, double weight) {
    return new Boost(filter, null, weight);
  }
}
