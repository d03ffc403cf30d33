package io.eddyline.serving.overlay.feed;

import java.util.Map;

/**
 * How far a task's input is in its rows; said by a progress record or by a watermark of the stream.
 *
 * @param epoch of the task
 * @param input offset of the task's input applied last, -1 for none
 * @param sources highest applied offset by source partition: of {@code events} on the user side, of
 *     {@code interactions} on the item side
 * @param atMs when it was said, milliseconds since 1970
 */
record AppliedMark(long epoch, long input, Map<Integer, Long> sources, long atMs) {
  boolean isBefore(AppliedMark other) {
    return epoch < other.epoch || (epoch == other.epoch && input < other.input);
  }
}
