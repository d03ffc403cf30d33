package io.eddyline.serving.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.eddyline.serving.attribute.ItemAttributes;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows that filters accept in one version. A filter that was asked before costs a look-up.
 *
 * <p>The version's index is searched once a filter. Items whose entries have come since are looked
 * at one by one, once a batch of them, and laid over what the index said.
 *
 * <p>Masks take a bit a row and are kept up to {@link #MAX_CACHED_BYTES} a version; what is asked
 * often stays (W-TinyLFU), so that filters of a single request do not drive out those of all.
 *
 * <p>Threading: thread-safe; the index is searched once, by the first thread that asks.
 */
public final class FilterMasks {
  /** Most heap that the masks of one version keep. */
  public static final long MAX_CACHED_BYTES = 32L << 20;

  private static final int ENTRY_BYTES = 512;
  /* One of the index, one with the changes over it. */
  private static final int MASKS_AN_ENTRY = 2;

  private final ItemAttributes attributes;
  private final ChangedEntries changes;
  private final Cache<Filter, Kept> masks =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_BYTES)
          .<Filter, Kept>weigher(
              (_, kept) -> ENTRY_BYTES + MASKS_AN_ENTRY * kept.indexed.sizeBytes())
          .executor(Runnable::run)
          .build();

  /**
   * @param attributes by the version's own catalogue
   * @param changes of the catalogue since
   */
  public FilterMasks(ItemAttributes attributes, ChangedEntries changes) {
    this.attributes = attributes;
    this.changes = changes;
  }

  /** The masks of one filter; the second is replaced when there are newer changes. */
  private static final class Kept {
    private final RowMask indexed;
    private volatile @Nullable Current current;

    Kept(RowMask indexed) {
      this.indexed = indexed;
    }
  }

  /** A mask as of a generation of changes. */
  private record Current(long generation, RowMask mask) {}

  /** The rows that a filter accepts now. */
  public RowMask mask(Filter filter) {
    Kept kept = masks.get(filter, this::search);
    long generation = changes.generation();
    if (generation == 0) {
      return kept.indexed;
    }
    Current current = kept.current;
    if (current == null || current.generation < generation) {
      current = new Current(generation, withChanges(filter, kept.indexed));
      kept.current = current;
    }
    return current.mask;
  }

  private RowMask withChanges(Filter filter, RowMask indexed) {
    BitSet rows = indexed.copy();
    changes.forEachChanged((row, entry) -> rows.set(row, EntryFilter.accepts(filter, entry)));
    return new RowMask(rows, attributes.rowCount());
  }

  private Kept search(Filter filter) {
    return new Kept(new RowMask(rows(filter), attributes.rowCount()));
  }

  private BitSet rows(Filter filter) {
    BitSet rows = new BitSet(attributes.rowCount());
    add(filter, rows);
    return rows;
  }

  /** Adds what a filter accepts to an empty set. */
  private void add(Filter filter, BitSet rows) {
    switch (filter) {
      case Filter.All(List<Filter> filters) -> {
        add(filters.getFirst(), rows);
        for (Filter other : filters.subList(1, filters.size())) {
          rows.and(rows(other));
        }
      }
      case Filter.Any(List<Filter> filters) -> filters.forEach(other -> rows.or(rows(other)));
      case Filter.Not(Filter other) -> {
        add(other, rows);
        rows.flip(0, attributes.rowCount());
      }
      case Filter.In in -> attributes.addAnyOf(in.attribute(), in.values(), rows);
      case Filter.Beyond beyond ->
          attributes.addBeyond(beyond.attribute(), beyond.side(), beyond.bound(), rows);
      case Filter.Has(String attribute) -> attributes.addPresent(attribute, rows);
    }
  }
}
