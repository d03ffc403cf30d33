package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.eddyline.learner.delta.DeltaBench;
import io.eddyline.learner.delta.DeltaMessage;
import io.eddyline.learner.delta.DeltaMessage.Kind;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.delta.sbe.Side;
import io.eddyline.schemas.record.Interaction;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the learner's tasks hand over of their changes. */
final class DeltaHandOverTest {
  private static final long SEED = 11;
  private static final LearnerSettings WITHOUT_REPLAYS = SyntheticStream.settings(0.1, 0);

  @Test
  void rowOfAnEventComesAsTheTopologyLogsItAndTheWatermarkBehindIt() {
    DeltaBench bench = new DeltaBench();
    try (DrivenLearner learner =
        new DrivenLearner(WITHOUT_REPLAYS, SyntheticStream.config(64), bench.tasks)) {
      learner.pipe(
          RecordSerdes.INTERACTION.encode(
              Interaction.newBuilder()
                  .setSourcePartition(3)
                  .setSourceOffset(17)
                  .setSourceAppendedAtMs(500)
                  .setSignal(SyntheticStream.signal("ann", "a", Polarity.POSITIVE))
                  .build()));

      List<DeltaMessage> heard = bench.exchange();

      List<DeltaMessage> user = of(heard, Side.USER);
      assertThat(user)
          .extracting(DeltaMessage::kind)
          .containsExactly(Kind.START, Kind.USER, Kind.WATERMARK);
      assertThat(user).extracting(DeltaMessage::sequence).containsExactly(0L, 1L, 2L);
      assertThat(user.get(0).input()).isEqualTo(-1);
      UserRow logged =
          LoggedRows.present(LoggedRows.userRows(learner.read(learner.topics.userRows())), "ann");
      DeltaMessage row = user.get(1);
      assertThat(row.id()).isEqualTo("ann");
      assertThat(row.epoch()).isEqualTo(logged.getVersion().getEpoch());
      assertThat(row.updates()).isEqualTo(logged.getVersion().getCount());
      assertThat(row.input()).isZero();
      assertThat(row.items()).containsExactly("a");
      assertThat(row.seenTail()).containsExactly("a");
      assertThat(row.timesMs()).containsExactly(500L, 0L, bench.nowMs);
      assertThat(user.get(2).input()).isZero();
      assertThat(user.get(2).sources()).isEqualTo(Map.of(3, 17L));
      assertThat(of(heard, Side.ITEM))
          .extracting(DeltaMessage::kind, DeltaMessage::id)
          .containsExactly(tuple(Kind.START, ""), tuple(Kind.ITEM, "a"), tuple(Kind.WATERMARK, ""));
      assertThat(of(heard, Side.ITEM).getLast().sources()).isEqualTo(Map.of(0, 0L));
    }
  }

  @Test
  void rowThatChangedAgainIsSentOnceAsItIsNow() {
    DeltaBench bench = new DeltaBench();
    BenchLearner learner = learner(bench);
    learn(learner, "ann", "a", "b", "c");

    List<DeltaMessage> heard = bench.exchange();

    assertThat(of(heard, Kind.USER)).hasSize(1);
    DeltaMessage row = of(heard, Kind.USER).getFirst();
    assertThat(row.items()).containsExactly("c", "b", "a");
    assertThat(row.updates()).isEqualTo(learner.users().updates(0)).isEqualTo(3);
    assertThat(row.input()).isEqualTo(2);
  }

  @Test
  void taskHandsOverByItselfAfterItsRecords() {
    DeltaBench bench = new DeltaBench(Map.of("hand-over-records", "2"));
    BenchLearner learner = learner(bench);
    learn(learner, "ann", "a");
    bench.turn();
    assertThat(of(bench.heard(), Kind.USER)).isEmpty();

    learn(learner, "bob", "b");
    bench.turn();

    assertThat(of(bench.heard(), Kind.USER))
        .extracting(DeltaMessage::id)
        .containsExactly("ann", "bob");
  }

  @Test
  void itemsThatAnEventFollowedWaitForTheirTurn() {
    DeltaBench bench = new DeltaBench(Map.of("beside-interval-ms", "500", "neighbours", "false"));
    BenchLearner learner = learner(bench);
    learn(learner, "bob", "e", "f", "g", "h", "i");
    learn(learner, "ann", "a", "b", "c");
    learner.commit();
    bench.exchange();
    bench.nowMs += 500;
    bench.exchange();
    learn(learner, "ann", "d");
    learner.commit();

    List<DeltaMessage> atOnce = bench.exchange();
    bench.nowMs += 500;
    List<DeltaMessage> later = bench.exchange();

    assertThat(of(atOnce, Kind.ITEM)).extracting(DeltaMessage::id).containsExactly("d");
    assertThat(of(later, Kind.ITEM))
        .extracting(DeltaMessage::id)
        .isNotEmpty()
        .isSubsetOf("a", "b", "c");
    assertThat(of(later, Side.ITEM).getLast().kind()).isEqualTo(Kind.WATERMARK);
  }

  @Test
  void readerWhoTakesEveryMessageHasTheRowsOfTheTables() {
    DeltaBench bench = new DeltaBench();
    BenchLearner learner = new BenchLearner(settingsThatExpire(), config(), bench.tasks);
    SyntheticStream events = new SyntheticStream(SEED);
    Reader reader = new Reader();
    for (int event = 0; event < 3000; event++) {
      learner.learn(events.next());
      if (event % 7 == 0) {
        learner.commit();
      }
      if (event % 5 == 0) {
        reader.take(bench.exchange());
      }
    }
    learner.commit();
    reader.take(bench.exchange());

    Map<String, Long> users = new HashMap<>();
    for (int row = 0; row < learner.users().size(); row++) {
      if (learner.users().holds(row)) {
        users.put(learner.users().id(row), learner.users().updates(row));
        assertThat(reader.seen(learner.users().id(row)))
            .as("seen by %s, seed %d", learner.users().id(row), SEED)
            .isEqualTo(seen(learner, row));
      }
    }
    assertThat(reader.users).as("seed %d", SEED).isEqualTo(users);
    assertThat(reader.items.keySet()).as("seed %d", SEED).isEqualTo(itemIds(learner));
    assertThat(reader.removed).as("seed %d", SEED).isPositive();
  }

  @Test
  void taskThatComesBackBeginsAStreamOfALaterEpochWhereItsRowsStand() {
    DeltaBench bench = new DeltaBench();
    BenchLearner learner = learner(bench);
    learn(learner, "ann", "a", "b");
    learner.commit();
    List<DeltaMessage> first = of(bench.exchange(), Side.USER);
    learner.suspendAndResume();
    learn(learner, "ann", "c");

    List<DeltaMessage> second = of(bench.exchange(), Side.USER);

    assertThat(second)
        .extracting(DeltaMessage::kind)
        .containsExactly(Kind.START, Kind.USER, Kind.WATERMARK);
    assertThat(second.getFirst().input()).isEqualTo(1);
    assertThat(second.getFirst().sequence()).isZero();
    assertThat(second.getFirst().epoch()).isGreaterThan(first.getFirst().epoch());
    assertThat(second.get(1).updates()).isEqualTo(3);
  }

  /** A reader who believes what comes in order: versions decide. */
  private static final class Reader {
    private final Map<String, Long> users = new HashMap<>();
    private final Map<String, Long> items = new HashMap<>();
    private final Map<String, Map<Long, List<String>>> blocks = new HashMap<>();
    private final Map<String, List<String>> tails = new HashMap<>();
    private final Map<Side, Long> sequences = new HashMap<>();
    private int removed;

    void take(List<DeltaMessage> messages) {
      for (DeltaMessage message : messages) {
        long expected = sequences.merge(message.side(), 1L, Long::sum) - 1;
        assertThat(message.sequence()).as("place of %s", message).isEqualTo(expected);
        Map<String, Long> rows = message.side() == Side.USER ? users : items;
        switch (message.kind()) {
          case USER, ITEM -> {
            Long before = rows.put(message.id(), message.updates());
            boolean saysNeighbours = message.kind() == Kind.ITEM && !message.items().isEmpty();
            assertThat(message.updates())
                .as("a row comes twice for its neighbours alone: %s", message)
                .isGreaterThan(before == null ? -1 : saysNeighbours ? before - 1 : before);
            tails.put(message.id(), message.seenTail());
          }
          case REMOVED -> {
            Long before = rows.remove(message.id());
            assertThat(message.updates()).isGreaterThan(before == null ? -1 : before);
            blocks.remove(message.id());
            removed++;
          }
          case BLOCK ->
              blocks
                  .computeIfAbsent(message.id(), _ -> new HashMap<>())
                  .put(message.updates(), message.items());
          case START, WATERMARK -> {}
        }
      }
    }

    /* The blocks that are kept are the last ones; who counts them knows from where on. */
    private List<String> seen(String user) {
      List<String> all = new ArrayList<>();
      blocks.getOrDefault(user, Map.of()).entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(block -> all.addAll(block.getValue()));
      all.addAll(tails.getOrDefault(user, List.of()));
      int kept = Math.min(all.size(), kept(all.size()));
      return all.subList(all.size() - kept, all.size());
    }

    private static int kept(int items) {
      int tail = items % 64;
      return Math.min(items, (SyntheticStream.SEEN_LIMIT / 64 - (tail > 0 ? 1 : 0)) * 64 + tail);
    }
  }

  private static List<String> seen(BenchLearner learner, int row) {
    List<String> ids = new ArrayList<>();
    for (int k = 0; k < learner.users().seen(row).size(); k++) {
      ids.add(learner.replica().id(learner.users().seen(row).item(k)));
    }
    return ids;
  }

  private static Set<String> itemIds(BenchLearner learner) {
    Set<String> ids = new HashSet<>();
    for (int row = 0; row < learner.items().size(); row++) {
      if (learner.items().holds(row)) {
        ids.add(learner.items().id(row));
      }
    }
    return ids;
  }

  private static LearnerSettings settingsThatExpire() {
    return SyntheticStream.settings(0.1, 1, Map.of("expire-users-after-events", "60"));
  }

  private static LearnerConfig config() {
    return SyntheticStream.config(4);
  }

  private static BenchLearner learner(DeltaBench bench) {
    return new BenchLearner(WITHOUT_REPLAYS, config(), bench.tasks);
  }

  private static void learn(BenchLearner learner, String user, String... items) {
    for (String item : items) {
      learner.learn(SyntheticStream.signal(user, item, Polarity.POSITIVE));
    }
  }

  private static List<DeltaMessage> of(List<DeltaMessage> messages, Side side) {
    return messages.stream().filter(message -> message.side() == side).toList();
  }

  private static List<DeltaMessage> of(List<DeltaMessage> messages, Kind kind) {
    return messages.stream().filter(message -> message.kind() == kind).toList();
  }
}
