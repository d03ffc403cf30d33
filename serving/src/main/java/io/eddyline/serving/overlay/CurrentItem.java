package io.eddyline.serving.overlay;

import io.eddyline.serving.filter.Filter;
import org.jspecify.annotations.Nullable;

/**
 * An item of a version as a request sees it: by the version's own row, or by the newer one that is
 * laid over it.
 *
 * <p>Threading: immutable but for what the catalogue says, and for popularity and prior, which
 * decay; usable while the model is.
 */
public sealed interface CurrentItem permits SnapshotItem, LaidItem {
  /**
   * The item's number: its row in the version, or, if it has none there, one from the version's
   * item count on.
   */
  int row();

  String id();

  @Nullable String title();

  /** Whether the catalogue lets it be answered. */
  boolean isAvailable();

  /** Whether the catalogue's entry passes a filter. */
  boolean passes(Filter filter);

  /** Popularity by now, in events. */
  float popularity();

  /** What popularity adds to the score, by now or a moment ago. */
  float prior();

  /** Its factor in affinities, see {@link io.eddyline.schemas.snapshot.Scoring}. */
  float affinityFactor();

  /** A copy of its vector as a candidate, {@code e / |e|}. */
  float[] candidate();

  /** Its vector as a part of a history, {@code m / |m| + c}; the caller's own. */
  float[] history();
}
