package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.schemas.record.RowProgress;
import io.eddyline.schemas.record.StateSlot;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import io.eddyline.schemas.serde.RowKeys.Kind;
import io.eddyline.schemas.serde.RowKeys.Store;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a commit logged is all that a task needs to go on as if nothing had happened. */
final class RecoveryTest {
  private static final int EVENTS = 700;
  private static final int FURTHER_EVENTS = 200;
  private static final int COMMIT_EVERY = 7;
  private static final long SEED = 11;

  private final SyntheticStream events = new SyntheticStream(SEED);
  private final BenchLearner original = new BenchLearner();

  @Test
  void streamFillsEveryStructureBeyondItsBound() {
    trainOriginal();

    SeenSet seen = original.users().seen(original.users().find(SyntheticStream.BUSY_USER));
    assertThat(seen.forgotten()).isPositive();
    assertThat(seen.size()).isGreaterThan(SeenSet.BLOCK_ITEMS);
    assertThat(slots(Store.RESERVOIR)).hasSize(SyntheticStream.RESERVOIR);
    assertThat(slots(Store.ITEM_KEYS)).hasSize(SyntheticStream.settings().itemQueue());
    assertThat(slots(Store.USER_KEYS)).hasSize(SyntheticStream.settings().userQueue());
    StateSlot side = slots(Store.SIDE).getFirst();
    assertThat(side.getSide().getReservoirCount()).isGreaterThan(SyntheticStream.RESERVOIR);
    assertThat(lastProgress(original.changelog()).getPriorScoresList())
        .anySatisfy(sum -> assertThat(sum).isPositive());
  }

  @Test
  void restoresRowsHistoriesAndSeenSets() {
    trainOriginal();

    assertSameTables(BenchLearner.restored(original.changelog(), original));
  }

  @Test
  void restoresFromCompactedLogInAnyOrder() {
    trainOriginal();
    List<Change> shuffled = new ArrayList<>(LoggedImage.compacted(original.changelog()));
    Collections.shuffle(shuffled, new Random(SEED));

    assertSameTables(BenchLearner.restored(shuffled, original));
  }

  @Test
  void removesSeenBlocksThatWereForgotten() {
    trainOriginal();

    SeenSet seen = original.users().seen(original.users().find(SyntheticStream.BUSY_USER));
    List<Integer> blocks =
        LoggedImage.compacted(original.changelog()).stream()
            .filter(change -> change.store().equals(TopicCatalogue.USER_STORE))
            .filter(change -> change.value() != null)
            .filter(change -> RowKeys.kind(change.key()) == Kind.SEEN_BLOCK)
            .filter(change -> RowKeys.id(change.key()).equals(SyntheticStream.BUSY_USER))
            .map(change -> RowKeys.block(change.key()))
            .sorted()
            .toList();
    assertThat(blocks).hasSize(seen.nextBlock() - seen.firstBlock());
    assertThat(blocks.getFirst()).isEqualTo(seen.firstBlock());
  }

  @Test
  void learnsOnAsTheOriginalWouldHave() {
    trainOriginal();
    List<Change> log = original.changelog();
    BenchLearner restored = BenchLearner.restored(log, original);

    for (int event = 1; event <= FURTHER_EVENTS; event++) {
      var signal = events.next();
      original.learn(signal);
      restored.learn(signal);
      if (event % COMMIT_EVERY == 0 || event == FURTHER_EVENTS) {
        original.commit();
        restored.commit();
      }
    }

    List<Change> continued = new ArrayList<>(log);
    continued.addAll(restored.changelog());
    Closeness.assertClose(
        "seed " + SEED,
        LoggedImage.withoutEpochs(continued),
        LoggedImage.withoutEpochs(original.changelog()));
    assertThat(restored.trainedEvents()).isEqualTo(EVENTS + FURTHER_EVENTS);
  }

  @Test
  void opensNewEpochAndKeepsProgress() {
    trainOriginal();
    BenchLearner restored = BenchLearner.restored(original.changelog(), original);

    restored.commit();

    RowProgress before = lastProgress(original.changelog());
    RowProgress after = lastProgress(restored.changelog());
    assertThat(after.getEpoch()).isEqualTo(before.getEpoch() + 1);
    assertThat(after.toBuilder().setEpoch(before.getEpoch()).build()).isEqualTo(before);
    assertThat(restored.trainedEvents()).isEqualTo(EVENTS);
  }

  @Test
  void revivedTaskForgetsWhatItsFailedCommitHeld() {
    trainOriginal();
    List<Change> log = original.changelog();
    BenchLearner expected = BenchLearner.restored(log, original);
    SyntheticStream lost = new SyntheticStream(SEED + 1);
    for (int event = 0; event < 50; event++) {
      original.learn(lost.next(), 2);
    }

    original.revive(log, EVENTS);

    assertSameTables(expected);
    assertThat(original.trainedEvents()).isEqualTo(EVENTS);
    original.commit();
    expected.commit();
    assertThat(lastProgress(original.changelog())).isEqualTo(lastProgress(expected.changelog()));
  }

  @Test
  void taskRevivedBeforeItsFirstCommitHasNoEvidenceOfTheFailedOne() {
    for (int event = 0; event < 50; event++) {
      original.learn(events.next());
    }

    original.revive(List.of(), 0);
    original.commit();

    assertThat(lastProgress(original.changelog()).getPriorScoresList()).containsOnly(0.0);
    assertThat(original.trainedEvents()).isZero();
  }

  private void trainOriginal() {
    for (int event = 1; event <= EVENTS; event++) {
      original.learn(events.next());
      if (event % COMMIT_EVERY == 0 || event == EVENTS) {
        original.commit();
      }
    }
  }

  private void assertSameTables(BenchLearner restored) {
    assertThat(TableContents.users(restored.users(), restored.replica()))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(original.users(), original.replica()));
    int dimension = original.replica().dimension();
    assertThat(TableContents.items(restored.items(), dimension))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.items(original.items(), dimension));
    assertThat(restored.items().livePairs()).isEqualTo(original.items().livePairs());
  }

  private List<StateSlot> slots(Store store) {
    return LoggedImage.compacted(original.changelog()).stream()
        .filter(change -> change.store().endsWith("state"))
        .filter(change -> RowKeys.store(change.key()) == store)
        .map(change -> RecordSerdes.STATE_SLOT.decode(Objects.requireNonNull(change.value())))
        .toList();
  }

  private static RowProgress lastProgress(List<Change> changelog) {
    return changelog.stream()
        .filter(change -> change.store().equals(TopicCatalogue.USER_STORE))
        .filter(change -> RowKeys.kind(change.key()) == Kind.PROGRESS)
        .map(change -> RecordSerdes.ROW_PROGRESS.decode(Objects.requireNonNull(change.value())))
        .toList()
        .getLast();
  }
}
