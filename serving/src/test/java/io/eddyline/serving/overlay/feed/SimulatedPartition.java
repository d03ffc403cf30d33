package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A learner's task with its stream and its log, which fail in every way, and the feed that hears of
 * both.
 */
final class SimulatedPartition {
  private static final int IDS = 7;
  private static final int ROWS_A_FAILURE = 50;
  private static final long PAUSE_NS = TimeUnit.SECONDS.toNanos(1);

  private final RowPartition place;
  private final SplittableRandom random;
  private final Overlay overlay =
      new Overlay(new OverlayConfig(1_000, 1_000), new SimpleMeterRegistry());
  private final Watermarks watermarks;
  private final FakeLog log = new FakeLog();
  private final PartitionFeed feed;
  private final Deque<Deque<Message>> streams = new ArrayDeque<>();
  private SimulatedRows committed;
  private long committedInput = -1;
  private long highestInput = -1;
  private SimulatedTask task;
  private long nowNs;
  private boolean atRest;

  SimulatedPartition(Side side, SplittableRandom random) {
    this.random = random;
    this.place = new RowPartition(side, 0);
    this.watermarks = new Watermarks(List.of(place), 1);
    this.committed = new SimulatedRows(side, IDS);
    FeedMeters meters =
        new FeedMeters(new FailingRegistry(() -> !atRest && random.nextInt(ROWS_A_FAILURE) == 0));
    NewRows newRows = new NewRows(overlay, meters);
    this.feed =
        new PartitionFeed(
            place, new PartitionFeed.Parts(overlay, watermarks, log, newRows, meters));
    this.task = new SimulatedTask(100, 1, committed.copy());
    begin();
    feed.want(0, nowNs);
  }

  /** A message, and the rows of the task as they were when it was sent. */
  private record Message(
      SimulatedTask task, long sequence, Map<String, RowVersion> rows, Runnable application) {}

  /** The log by transactions, read as it is ordered. */
  private final class FakeLog implements RowLog {
    private final List<LogPiece> transactions = new ArrayList<>();
    private long reading;
    private int next;
    private int end;
    private boolean ended;

    @Override
    public void read(RowPartition partition, long offset, long number) {
      reading = number;
      next = (int) offset;
      end = transactions.size();
      ended = false;
    }

    @Override
    public void stop(RowPartition partition) {
      reading = 0;
    }

    private void bringOne() {
      if (reading == 0) {
        return;
      }
      long number = reading;
      if (next < transactions.size()) {
        LogPiece piece = transactions.get(next++);
        feed.onPiece(new LogPiece(place, number, piece.entries(), piece.mark(), false), nowNs);
      }
      if (reading == number && !ended && next >= end) {
        ended = true;
        feed.onPiece(new LogPiece(place, number, List.of(), null, true), nowNs);
      }
    }
  }

  StreamState state() {
    return feed.state();
  }

  /** Something happens. */
  void step() {
    nowNs++;
    int dice = random.nextInt(100);
    if (dice < 30) {
      train();
    } else if (dice < 40) {
      sendWatermark();
    } else if (dice < 48) {
      commit();
    } else if (dice < 50) {
      crash();
    } else if (dice < 80) {
      deliver();
    } else if (dice < 97) {
      log.bringOne();
    } else if (dice < 98) {
      feed.lost(0, CatchUpReason.LOST_IMAGE, nowNs);
    } else if (dice < 99) {
      nowNs += PAUSE_NS;
      feed.checkSilence(nowNs, nowNs);
      feed.mend(nowNs);
    } else {
      feed.want(0, nowNs);
    }
  }

  private void begin() {
    streams.addLast(new ArrayDeque<>());
    long restored = task.input;
    send(() -> feed.started(restored));
  }

  private void train() {
    task.input++;
    highestInput = Math.max(highestInput, task.input);
    Map<String, RowVersion> before = task.rows.versions();
    List<LogEntry> said = task.rows.train(task.epoch, task.input);
    for (LogEntry entry : said) {
      boolean isLast = entry.equals(said.getLast());
      send(isLast ? task.rows.versions() : before, () -> apply(entry));
    }
  }

  private void apply(LogEntry entry) {
    switch (entry) {
      case LogEntry.User user -> feed.onRow(user.row());
      case LogEntry.Item item -> feed.onRow(item.row());
      case LogEntry.Removal removal -> feed.onRemoved(removal.id(), removal.origin());
      case LogEntry.Block block -> feed.onSeenBlock(block.userId(), block.block(), block.items());
    }
  }

  private void sendWatermark() {
    AppliedMark mark = mark(task.epoch, task.input);
    send(() -> feed.onWatermark(mark, nowNs));
  }

  private static AppliedMark mark(long epoch, long input) {
    return AppliedMark.of(epoch, input, input < 0 ? Map.of() : Map.of(0, input), 1_000 + input);
  }

  private void send(Runnable application) {
    send(task.rows.versions(), application);
  }

  private void send(Map<String, RowVersion> rows, Runnable application) {
    streams.getLast().addLast(new Message(task, task.sequence++, rows, application));
  }

  private void commit() {
    if (!task.rows.hasChanges()) {
      return;
    }
    List<LogEntry> entries = task.rows.commit(task.epoch, task.input);
    committed = task.rows.copy();
    committedInput = task.input;
    log.transactions.add(new LogPiece(place, 0, entries, mark(task.epoch, task.input), false));
  }

  /** What was not committed is trained once more, by the next task. */
  private void crash() {
    long epoch = task.epoch + 1 + random.nextInt(3);
    task = new SimulatedTask(epoch, task.publisher + 1, committed.copy());
    task.input = committedInput;
    begin();
  }

  /** A message of some stream arrives: in its order, or lost, or twice. */
  private void deliver() {
    boolean old = streams.size() > 1 && random.nextInt(4) == 0;
    Deque<Message> stream = old ? streams.getFirst() : streams.getLast();
    if (old && stream.isEmpty()) {
      streams.removeFirst();
      return;
    }
    Message message = stream.pollFirst();
    if (message == null || random.nextInt(20) == 0) {
      return;
    }
    arrive(message);
    if (random.nextInt(20) == 0) {
      arrive(message);
    }
  }

  private void arrive(Message message) {
    SimulatedTask sender = message.task();
    if (feed.arrive(sender.publisher, sender.epoch, message.sequence(), 0, nowNs)) {
      message.application().run();
      lastApplied = message;
    }
  }

  private @Nullable Message lastApplied;

  /** While it is live the overlay has the rows that the sender had, or newer ones of the log. */
  void checkLiveRows(String where) {
    if (feed.state() != StreamState.LIVE || lastApplied == null) {
      return;
    }
    lastApplied
        .rows()
        .forEach(
            (id, version) -> {
              assertThat(held(id).version())
                  .as("%s: %s", where, id)
                  .isGreaterThanOrEqualTo(version);
            });
  }

  private RowOrigin held(String id) {
    RowOrigin held = overlay.origin(place.side(), id);
    return held == null ? new RowOrigin(0, new RowVersion(-1, 0), -1) : held;
  }

  /** The events that the watermark claims are in the rows. */
  void checkWatermark(String where) {
    boolean _ = watermarks.publish();
    long claimed = watermarks.applied(0);
    for (long input = Math.max(0, claimed - IDS + 1); input <= claimed; input++) {
      RowOrigin held = held(committed.id(input));
      assertThat(held.appliedInput())
          .as("%s: %s has event %d, since %d is claimed", where, held, input, claimed)
          .isGreaterThanOrEqualTo(input);
    }
  }

  /** Nothing fails any more: everything is committed and arrives. */
  void comeToRest() {
    atRest = true;
    nowNs += PAUSE_NS;
    feed.mend(nowNs);
    do {
      train();
    } while (task.input < highestInput);
    commit();
    sendWatermark();
    while (streams.stream().anyMatch(stream -> !stream.isEmpty())) {
      nowNs++;
      Message message = streams.getFirst().pollFirst();
      if (message == null) {
        streams.removeFirst();
      } else {
        arrive(message);
      }
    }
    for (int k = 0; k < 2 * log.transactions.size() + 4; k++) {
      log.bringOne();
    }
  }

  void checkAllRows(String where) {
    assertThat(task.rows.texts(overlay)).as(where).isEqualTo(task.rows.texts());
  }
}
