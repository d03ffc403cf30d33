package io.eddyline.serving.overlay.feed;

/**
 * What is known of one partition's stream: whom it comes from, whether it has holes, and whether
 * the log has closed them.
 *
 * <pre>
 *   stream   .. 41 42 43   [lost]   47 48 W(input 90) 49 ..      W: first watermark behind the hole
 *   log      ----------------------------------------- P(input 80) ---- P(input 95): covers W
 *            read from the oldest loaded version's offset                |
 *                                                            CATCHING_UP | LIVE
 * </pre>
 *
 * <p>Rows that were lost go up to W's input at most, so a progress record P of the same epoch with
 * at least that input comes behind all of them in the log. A P of an older epoch covers W as well
 * if its input does: the new task has then applied nothing that was not committed before it began.
 *
 * <p>A stream of an older epoch is followed only when the newer one has fallen silent, which a
 * clock that was ahead may have numbered; then the log must be read to its end, since it may know
 * better.
 *
 * <p>Threading: the overlay agent.
 */
final class StreamTracker {
  /** What becomes of a message. */
  enum Arrival {
    /** Of a stream that is over, or a repetition: it is not applied. */
    STALE,
    /** The next one. */
    NEXT,
    /** Numbers before it are missing. */
    GAP,
    /** The first that is heard of another stream. */
    NEW_STREAM;

    boolean applies() {
      return this != STALE;
    }
  }

  /** What a progress record of the log brings about. */
  enum Logged {
    /** Nothing but its own mark. */
    PROGRESS,
    /** A task began anew, which the stream has not told. */
    NEW_EPOCH,
    /** The hole is closed. */
    COVERED
  }

  private static final long NONE = -1;

  private StreamState state = StreamState.UNKNOWN;
  private long epoch = NONE;
  private long publisher;
  private long nextSequence;
  private boolean heard;
  private boolean silent;
  private long restoredInput = Long.MAX_VALUE;
  private boolean targetKnown;
  private long targetInput;
  private boolean logRead;
  private boolean endReached;
  private boolean endNeeded;
  private long loggedEpoch;
  private long loggedInput;

  StreamState state() {
    return state;
  }

  /** Epoch of the newest task that is known of; -1 before any. */
  long epoch() {
    return epoch;
  }

  /** Whether a stream of the epoch has been heard. */
  boolean isHeard() {
    return heard;
  }

  /** The log is read from now on, from the oldest loaded version's offset. */
  void catchUp() {
    if (state != StreamState.CATCHING_UP) {
      become(StreamState.CATCHING_UP);
    }
    targetKnown = false;
    logRead = false;
    endReached = false;
  }

  /**
   * A message's place in its stream. Unless the answer is {@code NEXT} or {@code STALE}, a tracker
   * that was live is to {@link #catchUp}.
   */
  Arrival arrive(long fromPublisher, long ofEpoch, long sequence) {
    if (heard && fromPublisher == publisher && ofEpoch == epoch) {
      return inStream(sequence);
    }
    boolean newer = ofEpoch > epoch || (ofEpoch == epoch && (!heard || sequence == 0));
    if (!newer && !silent) {
      return Arrival.STALE;
    }
    endNeeded = ofEpoch < epoch;
    publisher = fromPublisher;
    epoch = ofEpoch;
    nextSequence = sequence + 1;
    heard = true;
    silent = false;
    restoredInput = Long.MAX_VALUE;
    targetKnown = false;
    return Arrival.NEW_STREAM;
  }

  private Arrival inStream(long sequence) {
    if (sequence < nextSequence) {
      return Arrival.STALE;
    }
    silent = false;
    boolean gap = sequence > nextSequence;
    nextSequence = sequence + 1;
    if (gap) {
      targetKnown = false;
    }
    return gap ? Arrival.GAP : Arrival.NEXT;
  }

  /** The stream says what its rows were restored from. */
  void started(long fromInput) {
    restoredInput = fromInput;
  }

  /** Messages may be missing: only a mark that comes from now on says what the log must cover. */
  void lose() {
    targetKnown = false;
  }

  /** The stream is not heard any more; one of an older epoch is believed if it comes instead. */
  void fallSilent() {
    silent = true;
    lose();
  }

  boolean isSilent() {
    return silent;
  }

  /** The stream's mark; true if the log has covered it already, which makes the tracker live. */
  boolean mark(long appliedInput) {
    if (state != StreamState.CATCHING_UP || targetKnown) {
      return false;
    }
    targetKnown = true;
    targetInput = appliedInput;
    return becomeLiveIfCovered();
  }

  /** A progress record was read. */
  Logged logged(long ofEpoch, long appliedInput) {
    logRead = true;
    loggedEpoch = ofEpoch;
    loggedInput = appliedInput;
    if (ofEpoch > epoch) {
      epoch = ofEpoch;
      heard = false;
      silent = false;
      targetKnown = false;
      return Logged.NEW_EPOCH;
    }
    return becomeLiveIfCovered() ? Logged.COVERED : Logged.PROGRESS;
  }

  /** The log was read to its end; true if that makes the tracker live, since nothing is in it. */
  boolean logEnded() {
    endReached = true;
    if (!logRead) {
      logRead = true;
      loggedEpoch = NONE;
      loggedInput = NONE;
    }
    return becomeLiveIfCovered();
  }

  private boolean becomeLiveIfCovered() {
    boolean covered = targetKnown && logRead && covers() && (endReached || !endNeeded);
    if (state != StreamState.CATCHING_UP || !covered) {
      return false;
    }
    become(StreamState.LIVE);
    return true;
  }

  private boolean covers() {
    return loggedInput >= targetInput && (loggedEpoch == epoch || targetInput <= restoredInput);
  }

  private void become(StreamState next) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException("a stream that is %s cannot be %s".formatted(state, next));
    }
    state = next;
  }
}
