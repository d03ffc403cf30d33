package io.eddyline.serving.overlay;

import java.util.List;
import java.util.Objects;

/** Rows for tests; what they say is told by one number. */
final class OverlayRows {
  static final int DIMENSION = 8;

  private OverlayRows() {}

  static RowOrigin origin(int partition, long epoch, long updates) {
    return new RowOrigin(partition, new RowVersion(epoch, updates), updates);
  }

  static OverlayItem item(String id, long updates) {
    return item(id, origin(0, 1, updates));
  }

  static OverlayItem item(String id, RowOrigin origin) {
    float[] vector = new float[DIMENSION];
    vector[(int) (origin.version().updates() % DIMENSION)] = 1;
    return new OverlayItem(
        id, origin, vector, vector.clone(), new float[DIMENSION], origin.version().updates(), 1, 1);
  }

  /** The same with one neighbour. */
  static OverlayItem item(String id, RowOrigin origin, String neighbour, float count) {
    return item(id, origin)
        .with(new RowNeighbours(origin.version(), new String[] {neighbour}, new float[] {count}));
  }

  /** The item of an id that is known. */
  static CurrentItem known(CurrentItems items, String id) {
    return Objects.requireNonNull(items.find(id), id);
  }

  static OverlayUser user(String id, RowOrigin origin, int firstBlock, int nextBlock) {
    return new OverlayUser(
        id,
        origin,
        new float[DIMENSION],
        List.of("i1"),
        List.of("tail"),
        firstBlock,
        nextBlock,
        EventTimes.UNKNOWN);
  }
}
