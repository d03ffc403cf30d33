package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.delta.DeltaMessage;
import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.learner.delta.DeltaTasks;
import io.eddyline.learner.delta.UnreadBench;
import io.eddyline.schemas.delta.sbe.Side;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A reader that never reads, while the learner trains. */
final class UnreadStreamTest {
  private static final long SEED = 23;
  private static final int EVENTS = 900;
  private static final int READ_AFTER = 700;
  /* So little that what is trained meanwhile is many times as much. */
  private static final int TERM_BYTES = 65_536;
  private static final int BACK_PRESSURE_MS = 30;

  /** What a run logs, as it is. */
  private static final class Logs {
    final List<TestRecord<byte[], byte[]>> users = new ArrayList<>();
    final List<TestRecord<byte[], byte[]>> items = new ArrayList<>();

    void add(DrivenLearner learner) {
      users.addAll(learner.read(learner.topics.userRows()));
      items.addAll(learner.read(learner.topics.itemRows()));
    }

    static List<String> bytes(List<TestRecord<byte[], byte[]>> records) {
      HexFormat hex = HexFormat.of();
      return records.stream()
          .map(
              it ->
                  hex.formatHex(it.key())
                      + " "
                      + (it.value() == null ? "removed" : hex.formatHex(it.value())))
          .toList();
    }
  }

  private static DrivenLearner learner(DeltaTasks tasks) {
    return new DrivenLearner(
        SyntheticStream.settings(0.1, 1, Map.of("expire-users-after-events", "60")),
        SyntheticStream.config(8),
        tasks);
  }

  /**
   * @param between what happens after each event
   */
  private static Logs train(DrivenLearner learner, Runnable between) {
    SyntheticStream events = new SyntheticStream(SEED);
    Logs logs = new Logs();
    for (int event = 0; event < EVENTS; event++) {
      learner.learn(events.next());
      logs.add(learner);
      between.run();
    }
    return logs;
  }

  @Test
  void changesNothingOfWhatIsTrainedAndTheReaderComesToItWhenItReads() {
    Logs alone;
    try (DrivenLearner learner = learner(DeltaTasks.off())) {
      alone = train(learner, () -> {});
    }
    try (UnreadBench bench = new UnreadBench(TERM_BYTES, BACK_PRESSURE_MS);
        DrivenLearner learner = learner(bench.tasks)) {
      AtomicInteger trained = new AtomicInteger();
      Logs logs =
          train(
              learner,
              () -> {
                bench.turn();
                if (trained.incrementAndGet() > READ_AFTER) {
                  bench.read();
                }
              });
      for (int turn = 0; turn < 10; turn++) {
        bench.turn();
        bench.read();
      }

      assertThat(Logs.bytes(logs.users)).as("seed %d", SEED).isEqualTo(Logs.bytes(alone.users));
      assertThat(Logs.bytes(logs.items)).as("seed %d", SEED).isEqualTo(Logs.bytes(alone.items));
      assertThat(bench.dropped()).isPositive();
      assertThat(read(bench.heard(), Side.USER, logs.users))
          .as("seed %d", SEED)
          .isEqualTo(versions(logs.users, Side.USER, Long.MAX_VALUE));
      assertThat(read(bench.heard(), Side.ITEM, logs.items))
          .as("seed %d", SEED)
          .isEqualTo(versions(logs.items, Side.ITEM, Long.MAX_VALUE));
    }
  }

  /** What a reader has: at the last gap the log up to the watermark behind it, then the stream. */
  private static Map<String, Long> read(
      List<DeltaMessage> heard, Side side, List<TestRecord<byte[], byte[]>> log) {
    List<DeltaMessage> own = heard.stream().filter(it -> it.side() == side).toList();
    int gap = 0;
    for (int k = 1; k < own.size(); k++) {
      gap = own.get(k).sequence() == own.get(k - 1).sequence() + 1 ? gap : k;
    }
    assertThat(gap).as("a gap of %s", side).isPositive();
    List<DeltaMessage> behind = own.subList(gap, own.size());
    long covers =
        behind.stream().filter(it -> it.kind() == Kind.WATERMARK).toList().getFirst().input();
    Map<String, Long> rows = versions(log, side, covers);
    assertThat(rows).as("rows of %s up to %d", side, covers).isNotEmpty();
    for (DeltaMessage message : behind) {
      switch (message.kind()) {
        case USER, ITEM -> rows.merge(message.id(), message.updates(), Math::max);
        case REMOVED ->
            rows.computeIfPresent(
                message.id(), (_, updates) -> updates < message.updates() ? null : updates);
        case START, BLOCK, WATERMARK -> {}
      }
    }
    return rows;
  }

  /** Counts of the rows that the log has, up to the first transaction that covers an input. */
  private static Map<String, Long> versions(
      List<TestRecord<byte[], byte[]>> log, Side side, long input) {
    Map<String, Long> rows = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : log) {
      switch (RowKeys.kind(record.key())) {
        case ROW -> put(rows, side, RowKeys.id(record.key()), record.value());
        case PROGRESS -> {
          RowProgress progress = RecordSerdes.ROW_PROGRESS.decode(record.value());
          if (progress.getAppliedInputOffset() >= input) {
            return rows;
          }
        }
        case SEEN_BLOCK -> {}
      }
    }
    return rows;
  }

  private static void put(Map<String, Long> rows, Side side, String id, byte @Nullable [] value) {
    if (value == null) {
      rows.remove(id);
    } else {
      rows.put(
          id,
          side == Side.USER
              ? RecordSerdes.USER_ROW.decode(value).getVersion().getCount()
              : RecordSerdes.ITEM_ROW.decode(value).getVersion().getCount());
    }
  }
}
