package io.eddyline.serving.filter;

import io.eddyline.serving.attribute.ItemAttributes;
import java.util.BitSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The rows that filters accept while attributes change under the version: masks of the attributes
 * that it was made with, and over them those of the rows that have changed since.
 *
 * <pre>
 *   current = (made with, without the changed rows) + (changed, of the changed rows)
 * </pre>
 *
 * <p>The masks of the version stay cached through every change; those of the changed rows and their
 * sums are made anew for each generation.
 *
 * <p>Threading: thread-safe.
 */
public final class CurrentMasks {
  private final FilterMasks madeWith;
  private final LongSupplier generation;
  private final Supplier<Changes> changes;
  private volatile Overlay overlay;

  /**
   * What has changed since the version was made.
   *
   * @param rows that have changed; taken as its own
   * @param attributes of these rows now; what it says of others is not looked at
   */
  public record Changes(BitSet rows, ItemAttributes attributes) {}

  /** The changes as of one generation. */
  private record Overlay(long generation, BitSet rows, FilterMasks masks) {}

  /**
   * @param generation rises after each batch of changes, from 0
   * @param changes all changes so far
   */
  public CurrentMasks(ItemAttributes madeWith, LongSupplier generation, Supplier<Changes> changes) {
    this.madeWith = new FilterMasks(madeWith);
    this.generation = generation;
    this.changes = changes;
    this.overlay = new Overlay(0, new BitSet(), this.madeWith);
  }

  /** The rows that a filter accepts now. */
  public RowMask mask(Filter filter) {
    RowMask mask = madeWith.mask(filter);
    Overlay over = overlay();
    return over.rows().isEmpty() ? mask : mask.replaced(over.rows(), over.masks().mask(filter));
  }

  private Overlay overlay() {
    Overlay over = overlay;
    long now = generation.getAsLong();
    if (over.generation() != now) {
      Changes read = changes.get();
      over = new Overlay(now, read.rows(), new FilterMasks(read.attributes()));
      overlay = over;
    }
    return over;
  }
}
