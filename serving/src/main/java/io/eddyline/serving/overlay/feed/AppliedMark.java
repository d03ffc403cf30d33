package io.eddyline.serving.overlay.feed;

import java.util.Arrays;
import java.util.Map;

/**
 * How far a task's input is in its rows; said by a progress record or by a watermark of the stream.
 *
 * <p>It is written anew for each watermark, some hundred times a second: who keeps one copies it
 * into its own.
 *
 * <p>Threading: its owner's; one that another thread hands over is not written any more.
 */
final class AppliedMark {
  private static final int FIRST_SOURCES = 8;

  private long epoch;
  private long input;
  private long atMs;
  private int sourceCount;
  private int[] sources = new int[FIRST_SOURCES];
  private long[] offsets = new long[FIRST_SOURCES];

  /**
   * @param epoch of the task
   * @param input offset of the task's input applied last, -1 for none
   * @param sources highest applied offset by source partition: of {@code events} on the user side,
   *     of {@code interactions} on the item side
   * @param atMs when it was said, milliseconds since 1970
   */
  static AppliedMark of(long epoch, long input, Map<Integer, Long> sources, long atMs) {
    AppliedMark mark = new AppliedMark();
    mark.begin(epoch, input, atMs);
    sources.forEach(mark::add);
    return mark;
  }

  /** Begins it anew, without sources. */
  void begin(long ofEpoch, long upTo, long saidAtMs) {
    epoch = ofEpoch;
    input = upTo;
    atMs = saidAtMs;
    sourceCount = 0;
  }

  /** The offset of one more source. */
  void add(int source, long offset) {
    if (sourceCount == sources.length) {
      sources = Arrays.copyOf(sources, 2 * sourceCount);
      offsets = Arrays.copyOf(offsets, 2 * sourceCount);
    }
    sources[sourceCount] = source;
    offsets[sourceCount++] = offset;
  }

  /** Becomes the same as another one. */
  void copy(AppliedMark other) {
    begin(other.epoch, other.input, other.atMs);
    for (int k = 0; k < other.sourceCount; k++) {
      add(other.sources[k], other.offsets[k]);
    }
  }

  long epoch() {
    return epoch;
  }

  long input() {
    return input;
  }

  long atMs() {
    return atMs;
  }

  boolean isBefore(AppliedMark other) {
    return epoch < other.epoch || (epoch == other.epoch && input < other.input);
  }

  /**
   * Raises those offsets that this one's are above.
   *
   * @param raised by source partition; sources that it does not have are passed over
   */
  void raise(long[] raised) {
    for (int k = 0; k < sourceCount; k++) {
      int source = sources[k];
      if (source >= 0 && source < raised.length) {
        raised[source] = Math.max(raised[source], offsets[k]);
      }
    }
  }
}
