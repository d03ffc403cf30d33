package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.RowMask;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.CurrentItem;
import org.jspecify.annotations.Nullable;

/**
 * The items that pass a filter: a mask over the rows of a version, and the filter itself for items
 * that have none.
 *
 * <p>Threading: immutable.
 */
record FilteredItems(Filter filter, RowMask mask) {
  static FilteredItems of(LoadedModel version, Filter filter) {
    return new FilteredItems(filter, version.mask(filter));
  }

  /** Null, which stands for all items, if there is no filter. */
  static @Nullable FilteredItems ofNullable(LoadedModel version, @Nullable Filter filter) {
    return filter == null ? null : of(version, filter);
  }

  boolean has(CurrentItem item) {
    return item.row() < mask.rowCount() ? mask.holds(item.row()) : item.passes(filter);
  }
}
