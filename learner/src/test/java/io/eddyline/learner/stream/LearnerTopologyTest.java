package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.schemas.record.HistoryEntry;
import io.eddyline.schemas.record.ItemRow;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.record.UserRow;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.serde.RowKeys.Store;
import io.eddyline.schemas.topic.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    UserRow row = LoggedRows.present(LoggedRows.userRows(records), "ann");
    assertThat(row.getHistoryList())
        .extracting(HistoryEntry::getItemId)
        .containsExactly("c", "b", "a");
    assertThat(row.getSeenTailList()).containsExactly("a", "b", "c");
    assertThat(row.getTrainedEvents()).isEqualTo(3);
    assertThat(row.getVersion().getEpoch()).isEqualTo(1);
    assertThat(row.getVector().size()).isEqualTo(8 * Float.BYTES);
    RowProgress progress = LoggedRows.lastProgress(records);
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
    Map<String, ItemRow> rows = LoggedRows.itemRows(records);
    assertThat(rows).containsOnlyKeys("a", "b", "c");
    assertThat(LoggedRows.present(rows, "c").getPopularity()).isEqualTo(1);
    assertThat(LoggedRows.present(rows, "c").getPopularityClock()).isEqualTo(3);
    assertThat(LoggedRows.present(rows, "c").getTrainedPairs()).isPositive();
    assertThat(rows.values()).extracting(ItemRow::getOrdinal).containsExactlyInAnyOrder(0, 1, 2);
    RowProgress progress = LoggedRows.lastProgress(records);
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
    // One that is replayed is logged again, with how close it is now.
    assertThat(LoggedRows.present(user, Store.RESERVOIR))
        .extracting(slot -> slot.getReservoir().getItemId())
        .containsOnly("a", "b", "c");
    assertThat(LoggedRows.present(user, Store.SIDE).getLast().getSide().getReservoirCount())
        .isEqualTo(3);
    // Two replays join the three events: none follows the first, there is nothing to replay yet.
    assertThat(LoggedRows.present(user, Store.SIDE).getLast().getSide().getQueueCount())
        .isEqualTo(5);
    Map<Store, List<StateSlot>> item = slots(learner.topics.itemState());
    assertThat(item).containsOnlyKeys(Store.USER_KEYS, Store.SIDE);
    assertThat(LoggedRows.present(item, Store.USER_KEYS).getLast().getUserKey().getUserId())
        .isEqualTo("ann");
  }

  @Test
  void droppedOffsetMovesTheWatermarkAndTrainsNothing() {
    learner.drop(3, 17);
    learner.drop(2, 5);

    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    assertThat(LoggedRows.userRows(records)).isEmpty();
    assertThat(LoggedRows.lastProgress(records).getTrainedEvents()).isZero();
    assertThat(LoggedRows.lastProgress(records).getAppliedSourceOffsetsMap())
        .isEqualTo(Map.of(3, 17L, 2, 5L));
    assertThat(LoggedRows.itemRows(learner.read(learner.topics.itemRows()))).isEmpty();
  }

  @Test
  void earlierSourceOffsetDoesNotPullTheWatermarkBack() {
    learner.drop(3, 17);
    learner.drop(3, 16);

    assertThat(
            LoggedRows.lastProgress(learner.read(learner.topics.userRows()))
                .getAppliedSourceOffsetsMap())
        .isEqualTo(Map.of(3, 17L));
  }

  @Test
  void negativeSignalIsSeenAndCountedButNeverHistoryOrPopular() {
    learn("ann", "a", "b");
    learner.learn(SyntheticStream.signal("ann", "bad", Polarity.NEGATIVE));

    UserRow row =
        LoggedRows.present(LoggedRows.userRows(learner.read(learner.topics.userRows())), "ann");
    assertThat(row.getHistoryList()).extracting(HistoryEntry::getItemId).containsExactly("b", "a");
    assertThat(row.getSeenTailList()).containsExactly("a", "b", "bad");
    assertThat(row.getTrainedEvents()).isEqualTo(3);
    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.itemRows());
    assertThat(LoggedRows.present(LoggedRows.itemRows(records), "bad").getPopularity()).isZero();
    assertThat(LoggedRows.present(LoggedRows.itemRows(records), "bad").getTrainedPairs())
        .isEqualTo(1);
    assertThat(LoggedRows.lastProgress(records).getLivePairs()).isEqualTo(3);
  }

  @Test
  void ratingFarBelowTheUsersMeanIsNegativeButTrained() {
    rate("ann", "good", 9);
    rate("ann", "better", 10);
    rate("ann", "bad", 1);

    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    UserRow row = LoggedRows.present(LoggedRows.userRows(records), "ann");
    assertThat(row.getHistoryList())
        .extracting(HistoryEntry::getItemId)
        .containsExactly("better", "good");
    assertThat(row.getSeenTailList()).containsExactly("good", "better", "bad");
    assertThat(row.getTrainedEvents()).isEqualTo(3);
    assertThat(row.getRatingCount()).isEqualTo(3);
    assertThat(row.getRatingSum()).isEqualTo(20);
    RowProgress progress = LoggedRows.lastProgress(records);
    assertThat(progress.getRatingCount()).isEqualTo(3);
    assertThat(progress.getRatingSum()).isEqualTo(20);
    assertThat(progress.getRatingSquareSum()).isEqualTo(81 + 100 + 1);
  }

  @Test
  void valueOfAnotherSignalIsNoRating() {
    learner.learn(
        SyntheticStream.signal("ann", "long", Polarity.POSITIVE).toBuilder().setValue(90).build());

    UserRow row =
        LoggedRows.present(LoggedRows.userRows(learner.read(learner.topics.userRows())), "ann");
    assertThat(row.getRatingCount()).isZero();
  }

  private void rate(String user, String item, double rating) {
    learner.learn(
        SyntheticStream.signal(user, item, Polarity.POSITIVE).toBuilder()
            .setIsRating(true)
            .setValue(rating)
            .build());
  }

  @Test
  void cataloguedItemGetsItsRowWithoutAnEvent() {
    String comedy = "{\"genre\": [\"Comedy\"]}";
    learner.describe("c", comedy);
    learn("ann", "a", "b", "c");
    learn("bob", "a", "c");
    learner.read(learner.topics.itemRows());
    learner.describe("new", comedy);
    learner.describe("unreadable", "{");
    learner.driver.advanceWallClockTime(Duration.ofSeconds(1));
    learn("ann", "d");

    ItemRow row =
        LoggedRows.present(LoggedRows.itemRows(learner.read(learner.topics.itemRows())), "new");
    assertThat(row.getVersion().getCount()).isEqualTo(1);
    assertThat(row.getVersion().getEpoch()).isEqualTo(1);
    assertThat(row.getPopularity()).isZero();
    float[] near = candidate("new");
    assertThat(VectorKernels.dot(near, 0, candidate("c"), 0, near.length)).isGreaterThan(0.8f);
    assertThat(learner.unreadable()).isEqualTo(1);
  }

  private float[] candidate(String id) {
    float[] vector = new float[8];
    learner.replica.readCandidate(learner.replica.find(id), vector, 0);
    return vector;
  }

  @Test
  void neutralSignalIsCountedAndNothingMore() {
    learner.learn(SyntheticStream.signal("ann", "shown", Polarity.NEUTRAL));

    UserRow row =
        LoggedRows.present(LoggedRows.userRows(learner.read(learner.topics.userRows())), "ann");
    assertThat(row.getTrainedEvents()).isEqualTo(1);
    assertThat(row.getHistoryList()).isEmpty();
    assertThat(row.getSeenTailList()).isEmpty();
    assertThat(LoggedRows.itemRows(learner.read(learner.topics.itemRows()))).isEmpty();
  }

  @Test
  void reportsQualityAndTunedWeightsOfThePartition() {
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
            "eddyline_learner_prior_weight",
            "eddyline_learner_trend_weight",
            "eddyline_learner_last_item_weight");
    assertThat(samples)
        .allSatisfy(
            sample ->
                assertThat(sample.getTagsMap())
                    .isEqualTo(Map.of("model", "main", "partition", "0", "window", "recent")));
    assertThat(samples.get(1).getValue()).isBetween(samples.get(0).getValue(), 1.0);
    assertThat(learner.metrics.quality().ranked()).isPositive();
  }

  private void learn(String user, String... items) {
    for (String item : items) {
      learner.learn(SyntheticStream.signal(user, item, Polarity.POSITIVE));
    }
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
