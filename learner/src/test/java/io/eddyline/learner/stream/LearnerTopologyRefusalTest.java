package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Polarity;
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
