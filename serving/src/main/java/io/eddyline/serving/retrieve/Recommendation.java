package io.eddyline.serving.retrieve;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer, all of it by one version.
 *
 * @param items best first
 * @param model that answered
 * @param version of it
 * @param createdAtMs when that version was made, milliseconds since the epoch
 * @param fallback why the answer is not personal, null if it is
 */
public record Recommendation(
    List<ScoredItem> items,
    String model,
    long version,
    long createdAtMs,
    @Nullable Fallback fallback) {
  public Recommendation {
    items = List.copyOf(items);
  }

  /**
   * One item.
   *
   * @param title null if there is none
   */
  public record ScoredItem(String itemId, float score, @Nullable String title) {}
}
