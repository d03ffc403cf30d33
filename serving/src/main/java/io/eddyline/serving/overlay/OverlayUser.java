package io.eddyline.serving.overlay;

import java.util.List;

/**
 * A user's row.
 *
 * <p>Threading: immutable; the vector is not written after construction.
 *
 * @param vector e_u, dimension floats
 * @param history distinct items, newest first
 * @param seenTail seen items that are in no full block, oldest first
 * @param firstSeenBlock first live full block of seen items
 * @param nextSeenBlock number of the block that the tail will be
 * @param times of the row's last event
 */
@SuppressWarnings("ArrayRecordComponent") // rows are never compared
public record OverlayUser(
    String userId,
    RowOrigin origin,
    float[] vector,
    List<String> history,
    List<String> seenTail,
    int firstSeenBlock,
    int nextSeenBlock,
    EventTimes times) {
  public OverlayUser {
    history = List.copyOf(history);
    seenTail = List.copyOf(seenTail);
  }

  /** The same, as of another input. */
  public OverlayUser upTo(long input) {
    return new OverlayUser(
        userId,
        origin.upTo(input),
        vector,
        history,
        seenTail,
        firstSeenBlock,
        nextSeenBlock,
        times);
  }
}
