package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.train.LearnerSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A start from images goes on with exactly what a start from the logs has. */
final class LocalImagesTest {
  private static final int EVENTS = 420;
  private static final int FURTHER_EVENTS = 200;
  private static final int COMMIT_EVERY = 7;
  private static final long SEED = 43;
  private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
  /* Rows that stay, and rows that come late and go: tombstones, sightings, retired ordinals. */
  private static final Map<String, Map<String, String>> BOUNDS =
      Map.of(
          "kept", Map.of(),
          "bounded",
              Map.of(
                  "follows", "0",
                  "reversed-replays", "0",
                  "rows.expire-after-events", "60",
                  "rows.expire-users-after-events", "60",
                  "rows.admit-after-sightings", "2",
                  "rows.admit-users-after-sightings", "2",
                  "rows.sighting-window", "128"));

  private final SyntheticStream events = new SyntheticStream(SEED);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aStartBehindACleanCloseRestoresNothing(String bounds) {
    BenchLearner closed = closed(bounds);
    List<Change> log = closed.changelog();

    BenchLearner started = new BenchLearner(log, closed, BenchImages.in(folder));

    assertThat(started.restoredRecords()).isZero();
    assertSame(started, BenchLearner.restored(log, closed), log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void itLearnsOnAsIfItHadNotBeenClosed(String bounds) {
    BenchLearner closed = new BenchLearner(settings(bounds), BenchImages.in(folder));
    BenchLearner going = new BenchLearner(settings(bounds));
    learnBoth(closed, going, EVENTS);
    close(closed, closed.changelog());
    List<Change> log = going.changelog();

    BenchLearner started = new BenchLearner(closed.changelog(), closed, BenchImages.in(folder));
    learnBoth(started, going, FURTHER_EVENTS);

    if (!started.replica().expires()) {
      Closeness.assertClose(
          "seed " + SEED,
          LoggedImage.withoutEpochs(joined(log, started.changelog())),
          LoggedImage.withoutEpochs(going.changelog()));
    }
    assertThat(started.trainedEvents()).isEqualTo(going.trainedEvents());
  }

  /* Soon behind the images a user's row still names blocks that are in the images alone. */
  @ParameterizedTest
  @CsvSource({"kept, 5", "kept, 200", "bounded, 5", "bounded, 200"})
  void whatOthersLoggedMeanwhileIsLaidOverTheImages(String bounds, int furtherEvents) {
    BenchLearner closed = closed(bounds);
    List<Change> log = new ArrayList<>(closed.changelog());
    BenchLearner other = BenchLearner.restored(log, closed);
    learn(other, furtherEvents);
    int behind = other.changelog().size();
    log.addAll(other.changelog());

    BenchLearner started = new BenchLearner(log, other, BenchImages.in(folder));

    assertThat(started.restoredRecords()).isEqualTo(behind);
    assertSame(started, BenchLearner.restored(log, other), log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aStandbyBehindItsImagesHasWhatTheLogSaysWhenItBecomesActive(String bounds) {
    BenchLearner closed = closed(bounds);
    List<Change> log = new ArrayList<>(closed.changelog());
    BenchLearner standby =
        new BenchLearner(log, closed, BenchImages.in(folder).withoutProcessors());
    assertThat(standby.restoredRecords()).isZero();
    BenchLearner other = BenchLearner.restored(log, closed);
    learn(other, FURTHER_EVENTS);
    standby.follow(other.changelog());
    log.addAll(other.changelog());

    standby.becomeActive(other);

    assertSame(standby, BenchLearner.restored(log, other), log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aTaskFromImagesThatWasStandbyMeanwhileHasWhatTheLogSays(String bounds) {
    BenchLearner closed = closed(bounds);
    List<Change> log = new ArrayList<>(closed.changelog());
    BenchLearner moving = new BenchLearner(log, closed, BenchImages.in(folder));
    learn(moving, FURTHER_EVENTS);
    log.addAll(moving.changelog());
    moving.becomeStandby();
    BenchLearner other = BenchLearner.restored(log, moving);
    learn(other, FURTHER_EVENTS);
    moving.follow(other.changelog());
    log.addAll(other.changelog());
    moving.tasks.forgetChangelog();

    moving.becomeActive(other);

    assertSame(moving, BenchLearner.restored(log, other), log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void everyCloseLeavesTheNextImage(String bounds) {
    BenchLearner learner = closed(bounds);
    List<Change> log = new ArrayList<>(learner.changelog());
    for (int life = 0; life < 3; life++) {
      learner = new BenchLearner(log, learner, BenchImages.in(folder));
      assertThat(learner.restoredRecords()).as("life %d", life).isZero();
      learn(learner, FURTHER_EVENTS);
      log.addAll(learner.changelog());
      close(learner, log);
    }

    BenchLearner started = new BenchLearner(log, learner, BenchImages.in(folder));
    assertThat(started.restoredRecords()).isZero();
    assertSame(started, BenchLearner.restored(log, learner), log);
  }

  private static LearnerSettings settings(String bounds) {
    return SyntheticStream.with(LoggedRows.present(BOUNDS, bounds));
  }

  private BenchLearner closed(String bounds) {
    BenchLearner learner = new BenchLearner(settings(bounds), BenchImages.in(folder));
    learn(learner, EVENTS);
    close(learner, learner.changelog());
    return learner;
  }

  private static void close(BenchLearner learner, List<Change> log) {
    learner.checkpoint(log);
    learner.close(TIMEOUT_NS);
  }

  private void learn(BenchLearner learner, int count) {
    for (int event = 1; event <= count; event++) {
      learner.learn(events.next());
      if (event % COMMIT_EVERY == 0 || event == count) {
        learner.commit();
      }
    }
  }

  private void learnBoth(BenchLearner one, BenchLearner other, int count) {
    for (int event = 1; event <= count; event++) {
      var signal = events.next();
      one.learn(signal);
      other.learn(signal);
      if (event % COMMIT_EVERY == 0 || event == count) {
        one.commit();
        other.commit();
      }
    }
  }

  /** Both have the same rows, and make the same of the same events. */
  private void assertSame(BenchLearner imaged, BenchLearner logged, List<Change> log) {
    assertThat(TableContents.users(imaged.users(), imaged.replica()))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(logged.users(), logged.replica()))
        .isNotEmpty();
    int dimension = logged.replica().dimension();
    assertThat(TableContents.items(imaged.items(), dimension))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.items(logged.items(), dimension))
        .isNotEmpty();
    assertThat(imaged.items().livePairs()).isEqualTo(logged.items().livePairs());
    assertThat(imaged.items().savedNextOrdinal()).isEqualTo(logged.items().savedNextOrdinal());
    assertThat(imaged.items().countFloor()).isEqualTo(logged.items().countFloor());
    assertThat(imaged.users().countFloor()).isEqualTo(logged.users().countFloor());
    assertThat(imaged.trainedEvents()).isEqualTo(logged.trainedEvents()).isPositive();
    learnBoth(imaged, logged, FURTHER_EVENTS);
    assertThat(imaged.trainedEvents()).isEqualTo(logged.trainedEvents());
    assertThat(TableContents.users(imaged.users(), imaged.replica()).keySet())
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(logged.users(), logged.replica()).keySet());
    assertThat(TableContents.items(imaged.items(), dimension).keySet())
        .as("seed %d", SEED)
        .isEqualTo(TableContents.items(logged.items(), dimension).keySet());
    // When a retired item is dropped depends on how far the sweep of a process has come.
    if (!imaged.replica().expires()) {
      Closeness.assertClose(
          "seed " + SEED,
          LoggedImage.withoutEpochs(joined(log, imaged.changelog())),
          LoggedImage.withoutEpochs(joined(log, logged.changelog())));
    }
  }

  private static List<Change> joined(List<Change> log, List<Change> more) {
    List<Change> all = new ArrayList<>(log);
    all.addAll(more);
    return all;
  }
}
