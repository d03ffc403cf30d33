package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.RowStamp;
import io.eddyline.schemas.serde.RecordCodec;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** State that other settings or a newer release made is refused before any row is used. */
final class RefusedStateTest {
  private static final long SEED = 61;

  private final SyntheticStream events = new SyntheticStream(SEED);
  private final BenchLearner learner = new BenchLearner();

  @ParameterizedTest
  @CsvSource({"dimension,16,8", "seed,8,7"})
  void rowsOfOtherSettingsAreRefusedWithTheKeyToSetBack(String key, String set, String logged) {
    train();

    assertThatThrownBy(
            () ->
                BenchLearner.restored(
                    learner.changelog(), learner, SyntheticStream.with(Map.of(key, set))))
        .isInstanceOfSatisfying(
            EddylineException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP))
        .hasMessageContaining("learning.%s %s, expected %s".formatted(key, logged, set));
  }

  @Test
  void rowsOfOtherPartitionCountsAreRefused() {
    RowStamp expected = stamp(4, "main");
    RowStamp found = stamp(8, "main");

    assertThatThrownBy(() -> RowStamps.check("user rows 0_1", expected, found))
        .hasMessage(
            "user rows 0_1 were learnt with topics.user-partitions 8, expected 4; set it back, or"
                + " learn anew under another topics.prefix");
  }

  @Test
  void rowsOfAnotherModelAreRefused() {
    RowStamp expected = stamp(4, "main");

    assertThatThrownBy(() -> RowStamps.check("user rows 0_1", expected, stamp(4, "next")))
        .isInstanceOfSatisfying(
            EddylineException.class, e -> assertThat(e.action()).isEqualTo(Action.STOP))
        .hasMessageContaining("user rows 0_1 are those of model next, expected main");
    RowStamp ofBefore = expected.toBuilder().clearModel().build();
    assertThatCode(() -> RowStamps.check("user rows 0_1", expected, ofBefore))
        .doesNotThrowAnyException();
  }

  private static RowStamp stamp(int userPartitions, String model) {
    TopicsConfig topics = new TopicsConfig("test", userPartitions, 4, 1);
    return RowStamps.of(SyntheticStream.settings(), new TopicCatalogue(topics, model));
  }

  @Test
  void rowsOfANewerFormatAreRefused() {
    RowStamp expected = stamp(4, "main");
    RowStamp found = expected.toBuilder().setFormat(RowStamps.FORMAT + 1).build();

    assertThatThrownBy(() -> RowStamps.check("item rows 1_0", expected, found))
        .hasMessageContaining("format 2, expected at most 1; start the release that wrote them");
  }

  @Test
  void progressThatANewerReleaseWroteIsRefused() {
    train();
    byte[] newer = RecordSerdes.ROW_PROGRESS.encode(RowProgress.getDefaultInstance());
    newer[1] = RecordCodec.VERSION + 1;
    List<Change> log = new ArrayList<>(learner.changelog());
    log.add(new Change(TopicCatalogue.USER_STORE, RowKeys.progress(), newer));

    assertThatThrownBy(() -> BenchLearner.restored(log, learner))
        .hasMessageContaining("a newer release wrote them");
  }

  @Test
  void aLogWithoutStampIsAcceptedIfItsVectorsHaveTheLength() {
    train();
    List<Change> unstamped = withProgress(RowProgress.Builder::clearStamp);

    assertThatCode(() -> BenchLearner.restored(unstamped, learner)).doesNotThrowAnyException();
    assertThatThrownBy(
            () ->
                BenchLearner.restored(
                    unstamped, learner, SyntheticStream.with(Map.of("dimension", "16"))))
        .hasMessageContaining("learning.dimension 8, expected 16");
  }

  @Test
  void unreadableRecordsOfTheLogArePassedOverAndCounted() {
    train();
    List<Change> log = new ArrayList<>(learner.changelog());
    log.add(new Change(TopicCatalogue.USER_STORE, RowKeys.row("poison"), new byte[] {6, 1, 9}));
    log.add(new Change(TopicCatalogue.USER_STORE, new byte[] {-1, 'x', 0}, new byte[] {1}));
    log.add(new Change(TopicCatalogue.USER_STORE, RowKeys.progress(), new byte[] {9, 1, 7}));
    log.add(new Change(TopicCatalogue.ITEM_STORE, RowKeys.row("poison"), new byte[0]));
    log.add(new Change(TopicCatalogue.ITEM_STATE_STORE, new byte[] {'?'}, new byte[] {1}));

    BenchLearner restored = BenchLearner.restored(log, learner);

    assertThat(TableContents.users(restored.users(), restored.replica()))
        .isEqualTo(TableContents.users(learner.users(), learner.replica()));
    assertThat(restored.items().count()).isEqualTo(learner.items().count());
    assertThat(restored.trainedEvents()).isEqualTo(learner.trainedEvents());
    // Four in the stores, and the row of an item once more in the replica.
    assertThat(restored.registry.get("eddyline.learner.unreadable.records").counter().count())
        .isEqualTo(6);
  }

  @Test
  void anEpochIsNeverBelowTheTimeOfItsStart() {
    train();
    List<Change> log = List.copyOf(learner.changelog());
    learner.nowMs(5000);
    learner.revive(log, 50);
    learner.commit();
    assertThat(epoch()).isEqualTo(5000);

    learner.nowMs(4000);
    learner.revive(List.copyOf(learner.changelog()), 50);
    learner.commit();

    assertThat(epoch()).isEqualTo(5001);
  }

  private long epoch() {
    return learner.changelog().stream()
        .filter(RefusedStateTest::isProgress)
        .map(change -> RecordSerdes.ROW_PROGRESS.decode(Objects.requireNonNull(change.value())))
        .mapToLong(RowProgress::getEpoch)
        .max()
        .orElseThrow();
  }

  private List<Change> withProgress(UnaryOperator<RowProgress.Builder> edit) {
    return learner.changelog().stream()
        .map(
            change -> {
              if (!isProgress(change)) {
                return change;
              }
              RowProgress progress =
                  RecordSerdes.ROW_PROGRESS.decode(Objects.requireNonNull(change.value()));
              return new Change(
                  change.store(),
                  change.key(),
                  RecordSerdes.ROW_PROGRESS.encode(edit.apply(progress.toBuilder()).build()));
            })
        .toList();
  }

  private static boolean isProgress(Change change) {
    return !change.store().endsWith("state") && RowKeys.kind(change.key()) == Kind.PROGRESS;
  }

  private void train() {
    for (int event = 0; event < 50; event++) {
      learner.learn(events.next());
    }
    learner.commit();
  }
}
