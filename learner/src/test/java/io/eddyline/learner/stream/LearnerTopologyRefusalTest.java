package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.ItemUpdates;
import io.eddyline.schemas.record.Pair;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.Signal;
import io.eddyline.schemas.serde.RecordSerdes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Records that nothing is learnt from, and no records at all. */
final class LearnerTopologyRefusalTest {
  private final DrivenLearner learner =
      new DrivenLearner(SyntheticStream.settings(), SyntheticStream.config(64));

  @AfterEach
  void stop() {
    learner.close();
  }

  @Test
  void passesOverPoisonBytesAndCountsThem() {
    learner.pipe(new byte[] {1, 2, 3});
    learner.pipe(new byte[0]);
    learnClick();

    assertThat(learner.rejected(RejectionReason.UNREADABLE)).isEqualTo(2);
    assertThat(learner.metrics.trainedEvents()).isEqualTo(1);
    RowProgress progress = LoggedRows.lastProgress(learner.read(learner.topics.userRows()));
    assertThat(progress.getAppliedInputOffset()).isEqualTo(2);
  }

  @Test
  void passesOverInteractionWithoutValue() {
    learner.pipe(null);
    learnClick();

    assertThat(learner.rejected(RejectionReason.UNREADABLE)).isEqualTo(1);
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

    assertThat(learner.rejected(RejectionReason.INVALID_VALUE)).isEqualTo(3);
    assertThat(learner.rejected(RejectionReason.INVALID_ID)).isEqualTo(2);
    List<TestRecord<byte[], byte[]>> records = learner.read(learner.topics.userRows());
    assertThat(LoggedRows.userRows(records)).isEmpty();
    assertThat(LoggedRows.lastProgress(records).getAppliedSourceOffsetsMap())
        .isEqualTo(Map.of(3, 4L));
  }

  @Test
  void passesOverPoisonItemUpdatesAndCountsThem() {
    learner.pipeUpdates(new byte[] {9});
    learner.pipeUpdates(null);
    learnClick();

    assertThat(learner.rejected(RejectionReason.UNREADABLE)).isEqualTo(2);
    assertThat(LoggedRows.itemRows(learner.read(learner.topics.itemRows()))).containsOnlyKeys("a");
  }

  @Test
  void passesOverPoisonInTheCatalogueAndCountsIt() {
    byte[] key = {'i'};
    learner.pipeItem(key, new byte[] {4, 1, -1});
    learner.pipeItem(key, new byte[0]);
    learner.pipeItem(null, new byte[] {1});
    learner.pipeItem(new byte[0], null);
    learner.pipeItem(new byte[257], null);
    for (String attributes : new String[] {"null", "[]", "7", "{", "[".repeat(5_000)}) {
      learner.describe("i", attributes);
    }
    learner.describe("i", "{\"genre\":null,\"tags\":[null,[],{}],\"name\":\"\\ud800\"}");
    learnClick();

    assertThat(learner.unreadable()).isEqualTo(10);
    assertThat(learner.metrics.trainedEvents()).isEqualTo(1);
  }

  @Test
  void aMovedEventIsTrainedAndItsPlaceCountsForNoMark() {
    learner.drop(3, 5);
    learner.learnMoved(SyntheticStream.signal("ann", "a", Polarity.POSITIVE), 3, 1_000);

    assertThat(learner.metrics.trainedEvents()).isEqualTo(1);
    RowProgress progress = LoggedRows.lastProgress(learner.read(learner.topics.userRows()));
    assertThat(progress.getAppliedSourceOffsetsMap()).isEqualTo(Map.of(3, 5L));
    assertThat(progress.getAppliedInputOffset()).isEqualTo(1);
  }

  @Test
  void poisonGoesToTheQuarantineWithItsPlace() {
    learner.pipe(new byte[] {1, 2, 3});
    learner.pipeUpdates(new byte[] {9});

    List<Rejection> rejections =
        learner.read(learner.topics.rejected()).stream()
            .map(record -> RecordSerdes.REJECTION.decode(record.value()))
            .toList();
    assertThat(rejections)
        .extracting(Rejection::getSource)
        .containsExactly(learner.topics.interactions().name(), learner.topics.itemUpdates().name());
    assertThat(rejections).extracting(Rejection::getSourceOffset).containsExactly(0L, 1L);
    assertThat(rejections.getFirst().getRaw().toByteArray()).containsExactly(1, 2, 3);
  }

  @Test
  void updatesThatCannotBeReadHoldNobodyBack() {
    learner.lead.sent(0, 41);

    learner.pipeUpdates(new byte[] {9}, new UpdateOrigin(0, 41));

    assertThat(learner.lead.total()).isZero();
    assertThat(
            LoggedRows.lastProgress(learner.read(learner.topics.itemRows()))
                .getAppliedSourceOffsetsMap())
        .isEqualTo(Map.of(0, 41L));
  }

  @Test
  void aBatchWithAMessageThatCannotBeAppliedIsNotAppliedInPart() {
    Pair sound = Pair.newBuilder().setItemId("a").setWeight(1).setLive(true).build();
    Pair poison = sound.toBuilder().setUserKey(ByteString.copyFrom(new byte[5])).build();
    ItemUpdates batch = ItemUpdates.newBuilder().addPairs(sound).addPairs(poison).build();

    learner.pipeUpdates(RecordSerdes.ITEM_UPDATES.encode(batch));

    assertThat(learner.rejected(RejectionReason.UNREADABLE)).isEqualTo(1);
    assertThat(learner.items().count()).isZero();
  }

  @Test
  void idleLearnerLogsNoRows() {
    learnClick();
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

  private void learnClick() {
    learner.learn(SyntheticStream.signal("ann", "a", Polarity.POSITIVE));
  }
}
