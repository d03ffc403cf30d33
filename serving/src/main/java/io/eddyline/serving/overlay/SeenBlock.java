package io.eddyline.serving.overlay;

import java.util.List;

/**
 * A full block of a user's seen items. The number of a block is used again, when items that are
 * gone are taken out or a user who was removed comes back; the version says which is the newer one.
 *
 * <p>Threading: immutable.
 *
 * @param version of the row that it came with
 */
record SeenBlock(RowVersion version, List<String> items) {
  SeenBlock {
    items = List.copyOf(items);
  }
}
