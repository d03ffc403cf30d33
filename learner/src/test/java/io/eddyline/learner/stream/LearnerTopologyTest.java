package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.serde.RowKeys.Store;
import io.eddyline.schemas.topic.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LearnerTopologyTest {
  private final DrivenLearner learner =
      new DrivenLearner(SyntheticStream.settings(), SyntheticStream.config(64));

  @AfterEach
  void stop() {
    learner.close();
  }

  @Test
  void commitsRowsStateAndProgressToTheCataloguesTopics() {
    learn("ann", "a", "b", "c");

    assertThat(learner.driver.producedTopicNames())
        .contains(
            learner.topics.userRows().name(),
            learner.topics.itemRows().name(),
            learner.topics.userState().name(),
            learner.topics.itemState().name(),
            learner.topics.itemUpdates().name());
  }

  @Test
  void userRowHoldsHistorySeenSetAndCounts() {
    learn("ann", "a", "b", "c");

    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    UserRow row = present(userRows(records), "ann");
    assertThat(row.getHistoryList())
        .extracting(HistoryEntry::getItemId)
        .containsExactly("c", "b", "a");
    assertThat(row.getSeenTailList()).containsExactly("a", "b", "c");
    assertThat(row.getTrainedEvents()).isEqualTo(3);
    assertThat(row.getVersion().getEpoch()).isEqualTo(1);
    assertThat(row.getVector().size()).isEqualTo(8 * Float.BYTES);
    RowProgress progress = lastProgress(records);
    assertThat(progress.getTrainedEvents()).isEqualTo(3);
    assertThat(progress.getRowCount()).isEqualTo(1);
    assertThat(progress.getAppliedInputOffset()).isEqualTo(2);
    assertThat(progress.getAppliedSourceOffsetsMap()).isEqualTo(Map.of(3, 2L));
    assertThat(learner.metrics.trainedEvents()).isEqualTo(3);
  }

  @Test
  void progressRecordIsTheLastOfEveryCommit() {
    learn("ann", "a", "b");

    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    assertThat(records)
        .extracting(record -> RowKeys.kind(record.key()))
        .containsExactly(Kind.ROW, Kind.PROGRESS, Kind.ROW, Kind.PROGRESS);
  }

  @Test
  void itemSideLearnsWhatTheUserSideSent() {
    learn("ann", "a", "b", "c");

    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.itemRows());
    Map<String, ItemRow> rows = itemRows(records);
    assertThat(rows).containsOnlyKeys("a", "b", "c");
    assertThat(present(rows, "c").getPopularity()).isEqualTo(1);
    assertThat(present(rows, "c").getPopularityClock()).isEqualTo(3);
    assertThat(present(rows, "c").getTrainedPairs()).isPositive();
    assertThat(rows.values()).extracting(ItemRow::getOrdinal).containsExactlyInAnyOrder(0, 1, 2);
    RowProgress progress = lastProgress(records);
    assertThat(progress.getLivePairs()).isEqualTo(3);
    assertThat(progress.getAppliedSourceOffsetsMap()).isEqualTo(Map.of(0, 2L));
    assertThat(learner.replica.isCandidate(learner.replica.find("c"))).isTrue();
    assertThat(learner.lead.total()).isZero();
  }

  @Test
  void logsQueuesReservoirAndGenerators() {
    learn("ann", "a", "b", "c");

    Map<Store, List<StateSlot>> user = slots(learner.topics.userState());
    assertThat(user).containsOnlyKeys(Store.ITEM_KEYS, Store.RESERVOIR, Store.SIDE);
    assertThat(present(user, Store.RESERVOIR))
        .extracting(slot -> slot.getReservoir().getItemId())
        .containsExactly("a", "b", "c");
    assertThat(present(user, Store.SIDE).getLast().getSide().getReservoirCount()).isEqualTo(3);
    // Two replays join the three events: none follows the first, there is nothing to replay yet.
    assertThat(present(user, Store.SIDE).getLast().getSide().getQueueCount()).isEqualTo(5);
    Map<Store, List<StateSlot>> item = slots(learner.topics.itemState());
    assertThat(item).containsOnlyKeys(Store.USER_KEYS, Store.SIDE);
    assertThat(present(item, Store.USER_KEYS).getLast().getUserKey().getUserId()).isEqualTo("ann");
  }

  @Test
  void droppedOffsetMovesTheWatermarkAndTrainsNothing() {
    learner.drop(3, 17);
    learner.drop(2, 5);

    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    assertThat(userRows(records)).isEmpty();
    assertThat(lastProgress(records).getTrainedEvents()).isZero();
    assertThat(lastProgress(records).getAppliedSourceOffsetsMap()).isEqualTo(Map.of(3, 17L, 2, 5L));
    assertThat(itemRows(learner.read(learner.topics.itemRows()))).isEmpty();
  }

  @Test
  void earlierSourceOffsetDoesNotPullTheWatermarkBack() {
    learner.drop(3, 17);
    learner.drop(3, 16);

    assertThat(lastProgress(learner.read(learner.topics.userRows())).getAppliedSourceOffsetsMap())
        .isEqualTo(Map.of(3, 17L));
  }

  @Test
  void passesOverPoisonBytesAndCountsThem() {
    learner.pipe(new byte[] {1, 2, 3});
    learner.pipe(new byte[0]);
    learn("ann", "a");

    assertThat(learner.unreadable()).isEqualTo(2);
    assertThat(learner.metrics.trainedEvents()).isEqualTo(1);
    RowProgress progress = lastProgress(learner.read(learner.topics.userRows()));
    assertThat(progress.getAppliedInputOffset()).isEqualTo(2);
  }

  @Test
  void passesOverInteractionWithoutValue() {
    learner.pipe(null);
    learn("ann", "a");

    assertThat(learner.unreadable()).isEqualTo(1);
    assertThat(learner.metrics.trainedEvents()).isEqualTo(1);
  }

  @Test
  void passesOverSignalThatNothingCanBeLearntFrom() {
    Signal sound = SyntheticStream.signal("ann", "a", Polarity.POSITIVE);
    learner.learn(sound.toBuilder().setWeight(Float.NaN).build());
    learner.learn(sound.toBuilder().setWeight(Float.POSITIVE_INFINITY).build());
    learner.learn(sound.toBuilder().setWeight(0).build());
    learner.learn(sound.toBuilder().setUserId("").build());
    learner.learn(sound.toBuilder().setItemId("").build());

    assertThat(learner.unreadable()).isEqualTo(5);
    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    assertThat(userRows(records)).isEmpty();
    assertThat(lastProgress(records).getAppliedSourceOffsetsMap()).isEqualTo(Map.of(3, 4L));
  }

  @Test
  void passesOverPoisonItemUpdatesAndCountsThem() {
    learner.pipeUpdates(new byte[] {9});
    learner.pipeUpdates(null);
    learn("ann", "a");

    assertThat(learner.unreadable()).isEqualTo(2);
    assertThat(itemRows(learner.read(learner.topics.itemRows()))).containsOnlyKeys("a");
  }

  @Test
  void negativeSignalIsSeenAndCountedButNeverHistoryOrPopular() {
    learn("ann", "a", "b");
    learner.learn(SyntheticStream.signal("ann", "bad", Polarity.NEGATIVE));

    UserRow row = present(userRows(learner.read(learner.topics.userRows())), "ann");
    assertThat(row.getHistoryList()).extracting(HistoryEntry::getItemId).containsExactly("b", "a");
    assertThat(row.getSeenTailList()).containsExactly("a", "b", "bad");
    assertThat(row.getTrainedEvents()).isEqualTo(3);
    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.itemRows());
    assertThat(present(itemRows(records), "bad").getPopularity()).isZero();
    assertThat(present(itemRows(records), "bad").getTrainedPairs()).isEqualTo(1);
    assertThat(lastProgress(records).getLivePairs()).isEqualTo(3);
  }

  @Test
  void neutralSignalIsCountedAndNothingMore() {
    learner.learn(SyntheticStream.signal("ann", "shown", Polarity.NEUTRAL));

    UserRow row = present(userRows(learner.read(learner.topics.userRows())), "ann");
    assertThat(row.getTrainedEvents()).isEqualTo(1);
    assertThat(row.getHistoryList()).isEmpty();
    assertThat(row.getSeenTailList()).isEmpty();
    assertThat(itemRows(learner.read(learner.topics.itemRows()))).isEmpty();
  }

  @Test
  void reportsQualityAndPriorWeightOfThePartition() {
    SyntheticStream events = new SyntheticStream(5);
    for (int event = 0; event < 60; event++) {
      learner.learn(events.next());
    }
    learner.driver.advanceWallClockTime(Duration.ofSeconds(1));

    List<MetricSample> samples =
        learner.read(learner.topics.metrics()).stream()
            .map(record -> RecordSerdes.METRIC_SAMPLE.decode(record.value()))
            .toList();
    assertThat(samples)
        .extracting(MetricSample::getName)
        .containsExactly(
            "eddyline_learner_ndcg10",
            "eddyline_learner_recall10",
            "eddyline_learner_prior_weight");
    assertThat(samples)
        .allSatisfy(
            sample ->
                assertThat(sample.getTagsMap())
                    .isEqualTo(Map.of("partition", "0", "window", "recent")));
    assertThat(samples.get(1).getValue()).isBetween(samples.get(0).getValue(), 1.0);
    assertThat(learner.metrics.quality().ranked()).isPositive();
  }

  @Test
  void idleLearnerLogsNoRows() {
    learn("ann", "a");
    learner.read(learner.topics.userRows());
    learner.read(learner.topics.itemRows());

    learner.driver.advanceWallClockTime(Duration.ofSeconds(10));

    assertThat(learner.read(learner.topics.userRows())).isEmpty();
    assertThat(learner.read(learner.topics.itemRows())).isEmpty();
  }

  @Test
  void claimsNoOffsetBeforeTheFirstInteraction() {
    learner.driver.advanceWallClockTime(Duration.ofSeconds(10));

    assertThat(learner.read(learner.topics.userRows()))
        .allSatisfy(
            record ->
                assertThat(RecordSerdes.ROW_PROGRESS.decode(record.value()).getAppliedInputOffset())
                    .isEqualTo(-1));
    assertThat(learner.lead.total()).isZero();
  }

  private void learn(String user, String... items) {
    for (String item : items) {
      learner.learn(SyntheticStream.signal(user, item, Polarity.POSITIVE));
    }
  }

  private static <K, V> V present(Map<K, V> map, K key) {
    return Objects.requireNonNull(map.get(key), () -> "nothing logged of " + key);
  }

  private static Map<String, UserRow> userRows(List<TestRecord<byte[], byte[]>> records) {
    Map<String, UserRow> rows = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : records) {
      if (RowKeys.kind(record.key()) == Kind.ROW) {
        rows.put(RowKeys.id(record.key()), RecordSerdes.USER_ROW.decode(record.value()));
      }
    }
    return rows;
  }

  private static Map<String, ItemRow> itemRows(List<TestRecord<byte[], byte[]>> records) {
    Map<String, ItemRow> rows = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : records) {
      if (RowKeys.kind(record.key()) == Kind.ROW) {
        rows.put(
            new String(record.key(), StandardCharsets.UTF_8),
            RecordSerdes.ITEM_ROW.decode(record.value()));
      }
    }
    return rows;
  }

  private static RowProgress lastProgress(List<TestRecord<byte[], byte[]>> records) {
    assertThat(RowKeys.kind(records.getLast().key())).isEqualTo(Kind.PROGRESS);
    return RecordSerdes.ROW_PROGRESS.decode(records.getLast().value());
  }

  /** The logged slots of each structure, in the order of the log. */
  private Map<Store, List<StateSlot>> slots(TopicSpec topic) {
    Map<Store, List<StateSlot>> slots = new TreeMap<>();
    for (TestRecord<byte[], byte[]> record : learner.read(topic)) {
      slots
          .computeIfAbsent(RowKeys.store(record.key()), store -> new ArrayList<>())
          .add(RecordSerdes.STATE_SLOT.decode(record.value()));
    }
    return slots;
  }
}
