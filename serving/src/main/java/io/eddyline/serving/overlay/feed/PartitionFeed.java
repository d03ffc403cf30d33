package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.feed.StreamTracker.Arrival;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rows of one partition into the overlay, from its stream and, whenever that has a hole,
 * from its log.
 *
 * <p>Rows of both apply as they come, since their versions order them. When the hole is closed,
 * rows of older epochs that the reading did not bring are dropped: their tasks ended before the
 * commit.
 *
 * <p>Threading: the overlay agent.
 */
final class PartitionFeed {
  private static final Logger log = LoggerFactory.getLogger(PartitionFeed.class);

  private final RowPartition partition;
  private final Parts parts;
  private final StreamTracker tracker = new StreamTracker();
  private final CommittedRows committed;
  private final UncountedBlocks blocks = new UncountedBlocks();
  private final LogReading reading;
  /* The overlay is to hold what the log has from here on. */
  private long start;
  private boolean complete;
  private final KeptMark logMark = new KeptMark();
  private final KeptMark streamMark = new KeptMark();
  private int session;
  private long heardNs;

  /** What all partitions share. */
  record Parts(
      Overlay overlay, Watermarks watermarks, RowLog log, NewRows newRows, FeedMeters meters) {}

  PartitionFeed(RowPartition partition, Parts parts) {
    this.partition = partition;
    this.parts = parts;
    this.reading = new LogReading(partition, parts.log());
    this.committed = new CommittedRows(partition, parts.overlay(), parts.newRows(), parts.meters());
  }

  RowPartition partition() {
    return partition;
  }

  StreamState state() {
    return tracker.state();
  }

  /** Whether the overlay has had everything since {@code start}, for the versions that asked. */
  boolean isComplete() {
    return complete;
  }

  /** A version was loaded that holds the log up to an offset. */
  void want(long offset, long nowNs) {
    boolean first = tracker.state() == StreamState.UNKNOWN;
    if (first || offset < start) {
      start = offset;
      complete = false;
      logMark.clear();
      parts.watermarks().fall(partition);
      read(first ? CatchUpReason.START : CatchUpReason.OLDER_VERSION, nowNs);
    }
  }

  /** No loaded version asks for anything before this offset any more. */
  void release(long offset) {
    start = Math.max(start, offset);
    committed.prune();
  }

  private void read(CatchUpReason reason, long nowNs) {
    parts.meters().catchUpBegun(reason);
    tracker.catchUp();
    committed.clear();
    reading.begin(start, nowNs);
  }

  private void readIfLive(CatchUpReason reason, long nowNs) {
    if (tracker.state() == StreamState.LIVE) {
      read(reason, nowNs);
    }
  }

  /**
   * A message has arrived.
   *
   * @param fromSession image that it came on
   * @return whether what it says applies
   */
  boolean arrive(long publisher, long epoch, long sequence, int fromSession, long nowNs) {
    long before = tracker.epoch();
    Arrival arrival = tracker.arrive(publisher, epoch, sequence);
    switch (arrival) {
      case STALE -> parts.meters().stale();
      case NEXT -> {}
      case GAP -> {
        parts.meters().gap(partition.side());
        blocks.clear();
        readIfLive(CatchUpReason.GAP, nowNs);
      }
      case NEW_STREAM -> begin(before, nowNs);
    }
    if (arrival.applies()) {
      session = fromSession;
      heardNs = nowNs;
    }
    return arrival.applies();
  }

  private void begin(long epochBefore, long nowNs) {
    streamMark.clear();
    blocks.clear();
    if (tracker.epoch() < epochBefore) {
      goBack(nowNs);
    } else {
      fallToLog();
      readIfLive(CatchUpReason.NEW_STREAM, nowNs);
    }
  }

  /** The stream is of an older epoch than rows that are there: these go, and the log says which. */
  private void goBack(long nowNs) {
    long epoch = tracker.epoch();
    parts
        .overlay()
        .drop(
            partition.side(), partition.number(), (_, origin) -> origin.version().epoch() > epoch);
    parts.newRows().note();
    logMark.clear();
    fallToLog();
    if (tracker.state() != StreamState.UNKNOWN) {
      read(CatchUpReason.NEW_STREAM, nowNs);
    }
  }

  /** What was applied without being committed is applied once more: only the log's mark holds. */
  private void fallToLog() {
    parts.watermarks().fall(partition);
    raise(logMark.mark());
  }

  private void raise(@Nullable AppliedMark mark) {
    if (mark != null) {
      parts.watermarks().raise(partition, mark);
    }
  }

  void started(long restoredInput) {
    tracker.started(restoredInput);
  }

  void onRow(OverlayUser row) {
    committed.beforeUncommitted(row.userId(), row.origin().version());
    blocks.put(row, parts.overlay());
    if (parts.overlay().put(row)) {
      taken(row.times());
    }
  }

  void onRow(OverlayItem row) {
    committed.beforeUncommitted(row.itemId(), row.origin().version());
    if (parts.overlay().put(row)) {
      taken(EventTimes.UNKNOWN);
    }
  }

  void onRemoved(String id, RowOrigin origin) {
    committed.beforeUncommitted(id, origin.version());
    blocks.forget(id);
    if (parts.overlay().remove(partition.side(), id, origin)) {
      taken(EventTimes.UNKNOWN);
    }
  }

  private void taken(EventTimes times) {
    parts.newRows().note(times);
    parts.meters().takenFromStream();
  }

  void onSeenBlock(String userId, int block, List<String> items) {
    blocks.add(userId, block, items);
  }

  void onWatermark(AppliedMark mark, long nowNs) {
    streamMark.set(mark);
    if (tracker.mark(mark.input())) {
      becomeLive(nowNs);
    } else if (tracker.state() == StreamState.LIVE) {
      parts.watermarks().raise(partition, mark);
    }
  }

  /** An image is gone, or what it brought was not readable: messages may be missing. */
  void lost(int lostSession, CatchUpReason reason, long nowNs) {
    if (tracker.isHeard() && session == lostSession) {
      tracker.lose();
      readIfLive(reason, nowNs);
    }
  }

  /** Goes on from the log if nothing was heard since a moment. */
  void checkSilence(long sinceNs, long nowNs) {
    if (tracker.isHeard() && !tracker.isSilent() && heardNs - sinceNs < 0) {
      tracker.fallSilent();
      readIfLive(CatchUpReason.SILENCE, nowNs);
    }
  }

  /** The log has brought a piece; one that cannot be laid is a hole, which {@link #mend} closes. */
  void onPiece(LogPiece piece, long nowNs) {
    if (!reading.brought(piece)) {
      return;
    }
    try {
      lay(piece, nowNs);
    } catch (RuntimeException e) {
      tear(e, nowNs);
    }
  }

  /** What this reading brought is not relied on, nor what it would still bring. */
  private void tear(RuntimeException failure, long nowNs) {
    log.error("rows of the log of {} could not be laid, reading it once more", partition, failure);
    parts.meters().unreadable();
    tracker.catchUp();
    logMark.clear();
    parts.watermarks().fall(partition);
    reading.fail(nowNs);
  }

  /** Reads the log anew a while after it brought what could not be laid. */
  void mend(long nowNs) {
    if (reading.isDue(nowNs)) {
      read(CatchUpReason.GAP, nowNs);
    }
  }

  private void lay(LogPiece piece, long nowNs) {
    piece.entries().forEach(committed::bring);
    if (piece.mark() != null) {
      onLogMark(piece.mark(), nowNs);
    }
    if (piece.ended() && reading.isUnderWay()) {
      complete = true;
      if (tracker.logEnded()) {
        goLive(nowNs);
      }
    }
  }

  private void onLogMark(AppliedMark mark, long nowNs) {
    if (committed.tookAny() && complete) {
      parts.newRows().noteCommitted(mark.atMs());
    }
    logMark.set(mark);
    switch (tracker.logged(mark.epoch(), mark.input())) {
      case NEW_EPOCH -> {
        streamMark.clear();
        committed.settle(tracker.epoch());
        fallToLog();
      }
      case COVERED -> goLive(nowNs);
      case PROGRESS -> {}
    }
    parts.watermarks().raise(partition, mark);
  }

  private void becomeLive(long nowNs) {
    try {
      goLive(nowNs);
    } catch (RuntimeException e) {
      tear(e, nowNs);
    }
  }

  private void goLive(long nowNs) {
    reading.end();
    complete = true;
    committed.settle(tracker.epoch());
    committed.clear();
    raise(streamMark.mark());
    parts.meters().caughtUp(reading.durationNs(nowNs));
  }
}
