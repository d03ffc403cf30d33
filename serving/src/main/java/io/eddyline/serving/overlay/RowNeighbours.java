package io.eddyline.serving.overlay;

import io.eddyline.schemas.error.FormatException;

/**
 * The items that users visited before an item, and how often: the item's own part of what it has in
 * common with them.
 *
 * <p>They change more seldom than the row, and have a version of their own: that of the row that
 * said them last.
 *
 * <p>Threading: immutable; the arrays are not written after construction.
 *
 * @param version of the row that said them
 * @param ids of the neighbours, each once, in the order of the owner's slots
 * @param counts decayed visits of each, finite and at least 0
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RowNeighbours(RowVersion version, String[] ids, float[] counts) {
  public RowNeighbours {
    if (ids.length != counts.length) {
      throw new FormatException(
          "%d neighbours and %d counts, expected as many".formatted(ids.length, counts.length));
    }
  }

  /** Decayed visits of an item, 0 if it is none of them. */
  float countOf(String id) {
    for (int k = 0; k < ids.length; k++) {
      if (ids[k].equals(id)) {
        return counts[k];
      }
    }
    return 0;
  }
}
