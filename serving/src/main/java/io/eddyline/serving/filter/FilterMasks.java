package io.eddyline.serving.filter;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.eddyline.serving.attribute.ItemAttributes;
import java.util.BitSet;
import java.util.List;

/**
 * The rows that filters accept in one version. A filter that was asked before costs a look-up.
 *
 * <p>Masks take a bit a row and are kept up to {@link #MAX_CACHED_BYTES} a version; what is asked
 * often stays (W-TinyLFU), so that filters of a single request do not drive out those of all.
 *
 * <p>Threading: thread-safe; a mask is made once, by the first thread that asks.
 */
public final class FilterMasks {
  /** Most heap that the masks of one version keep. */
  public static final long MAX_CACHED_BYTES = 32L << 20;

  private static final int ENTRY_BYTES = 512;

  private final ItemAttributes attributes;
  private final Cache<Filter, RowMask> masks =
      Caffeine.newBuilder()
          .maximumWeight(MAX_CACHED_BYTES)
          .<Filter, RowMask>weigher((_, mask) -> ENTRY_BYTES + mask.sizeBytes())
          .executor(Runnable::run)
          .build();

  public FilterMasks(ItemAttributes attributes) {
    this.attributes = attributes;
  }

  /** The rows that a filter accepts. */
  public RowMask mask(Filter filter) {
    return masks.get(filter, this::evaluate);
  }

  private RowMask evaluate(Filter filter) {
    BitSet rows = new BitSet(attributes.rowCount());
    add(filter, rows);
    return new RowMask(rows, attributes.rowCount());
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

  private BitSet rows(Filter filter) {
    BitSet rows = new BitSet(attributes.rowCount());
    add(filter, rows);
    return rows;
  }
}
