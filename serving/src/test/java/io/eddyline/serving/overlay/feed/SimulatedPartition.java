package io.eddyline.serving.overlay.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * A learner's task with its stream and its log, which fail in every way, and the feed that hears of
 * both. Event number n of the input is of user {@code u(n % 7)}, in every life of the task.
 */
final class SimulatedPartition {
  private static final RowPartition PLACE = new RowPartition(Side.USER, 0);
  private static final int USERS = 7;

  private final SplittableRandom random;
  private final Overlay overlay =
      new Overlay(new OverlayConfig(1_000, 1_000), new SimpleMeterRegistry());
  private final Watermarks watermarks = new Watermarks(List.of(PLACE), 1);
  private final FakeLog log = new FakeLog();
  private final PartitionFeed feed;
  private final Deque<Deque<Message>> streams = new ArrayDeque<>();
  private final Map<String, RowVersion> committed = new HashMap<>();
  private long committedInput = -1;
  private SimulatedTask task;
  private long nowNs;

  SimulatedPartition(SplittableRandom random) {
    this.random = random;
    FeedMeters meters = new FeedMeters(new SimpleMeterRegistry());
    NewRows newRows = new NewRows(overlay, meters);
    this.feed =
        new PartitionFeed(
            PLACE, new PartitionFeed.Parts(overlay, watermarks, log, newRows, meters));
    this.task = new SimulatedTask(100, 1);
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
        feed.onPiece(new LogPiece(PLACE, number, piece.entries(), piece.mark(), false), nowNs);
      }
      if (reading == number && !ended && next >= end) {
        ended = true;
        feed.onPiece(new LogPiece(PLACE, number, List.of(), null, true), nowNs);
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
      feed.checkSilence(nowNs, nowNs);
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
    String user = user(task.input);
    RowVersion before = task.rows.get(user);
    RowVersion version = new RowVersion(task.epoch, before == null ? 1 : before.updates() + 1);
    task.rows.put(user, version);
    task.dirty.add(user);
    OverlayUser row = row(user, version, task.input);
    send(() -> feed.onRow(row));
  }

  private void sendWatermark() {
    AppliedMark mark = mark(task.epoch, task.input);
    send(() -> feed.onWatermark(mark, nowNs));
  }

  private static AppliedMark mark(long epoch, long input) {
    return AppliedMark.of(epoch, input, input < 0 ? Map.of() : Map.of(0, input), 1_000 + input);
  }

  private static String user(long input) {
    return "u" + input % USERS;
  }

  private static OverlayUser row(String user, RowVersion version, long input) {
    return new OverlayUser(
        user,
        new RowOrigin(0, version, input),
        new float[] {1},
        List.of(),
        List.of(),
        0,
        0,
        EventTimes.UNKNOWN);
  }

  private void send(Runnable application) {
    streams
        .getLast()
        .addLast(new Message(task, task.sequence++, Map.copyOf(task.rows), application));
  }

  private void commit() {
    if (task.dirty.isEmpty()) {
      return;
    }
    List<LogEntry> entries = new ArrayList<>();
    for (String user : task.dirty) {
      RowVersion version = Objects.requireNonNull(task.rows.get(user), "dirty rows are there");
      committed.put(user, version);
      entries.add(new LogEntry.User(row(user, version, task.input)));
    }
    task.dirty.clear();
    committedInput = task.input;
    log.transactions.add(new LogPiece(PLACE, 0, entries, mark(task.epoch, task.input), false));
  }

  /** What was not committed is trained once more, by the next task. */
  private void crash() {
    long epoch = task.epoch + 1 + random.nextInt(3);
    task = new SimulatedTask(epoch, task.publisher + 1);
    task.rows.putAll(committed);
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

  private Message lastApplied = new Message(new SimulatedTask(0, 0), 0, Map.of(), () -> {});

  /** While it is live the overlay has the rows that the sender had, or newer ones of the log. */
  void checkLiveRows(String where) {
    if (feed.state() != StreamState.LIVE) {
      return;
    }
    lastApplied
        .rows()
        .forEach(
            (user, version) -> {
              assertThat(held(user).version())
                  .as("%s: %s", where, user)
                  .isGreaterThanOrEqualTo(version);
            });
  }

  private RowOrigin held(String user) {
    RowOrigin held = overlay.origin(Side.USER, user);
    return held == null ? new RowOrigin(0, new RowVersion(-1, 0), -1) : held;
  }

  /** The events that the watermark claims are in the rows. */
  void checkWatermark(String where) {
    boolean _ = watermarks.publish();
    long claimed = watermarks.applied(0);
    for (long input = Math.max(0, claimed - USERS + 1); input <= claimed; input++) {
      RowOrigin held = held(user(input));
      assertThat(held.appliedInput())
          .as("%s: %s has event %d, since %d is claimed", where, held, input, claimed)
          .isGreaterThanOrEqualTo(input);
    }
  }

  /** Nothing fails any more: everything is committed and arrives. */
  void comeToRest() {
    train();
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
    check(where, task.rows);
  }

  private void check(String where, Map<String, RowVersion> expected) {
    for (int k = 0; k < USERS; k++) {
      String user = "u" + k;
      RowOrigin held = overlay.origin(Side.USER, user);
      assertThat(held == null ? null : held.version())
          .as("%s: %s", where, user)
          .isEqualTo(expected.get(user));
    }
  }
}
