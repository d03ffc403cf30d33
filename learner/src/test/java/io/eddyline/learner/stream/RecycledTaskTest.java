package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.learner.train.LearnerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever Streams does with the stores of a task, it goes on with exactly what the log says. */
final class RecycledTaskTest {
  private static final int EVENTS = 500;
  private static final int FURTHER_EVENTS = 200;
  private static final int COMMIT_EVERY = 7;
  private static final long SEED = 41;
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

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aSuspendedTaskGoesOnAsIfItHadStarted(String bounds) {
    BenchLearner suspended = trained(bounds);
    List<Change> log = suspended.changelog();
    BenchLearner started = BenchLearner.restored(log, suspended);

    suspended.suspendAndResume();

    assertSame(suspended, started, List.copyOf(log));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aTaskThatWasActiveThenStandbyThenActiveHasWhatTheLogSays(String bounds) {
    BenchLearner moving = trained(bounds);
    List<Change> log = new ArrayList<>(moving.changelog());
    moving.becomeStandby();
    BenchLearner other = BenchLearner.restored(log, moving);
    learn(other, FURTHER_EVENTS);
    moving.follow(other.changelog());
    log.addAll(other.changelog());
    BenchLearner started = BenchLearner.restored(log, other);

    moving.becomeActive(other);

    assertSame(moving, started, log);
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aStandbyThatWasNeverActiveHasWhatTheLogSays(String bounds) {
    BenchLearner active = new BenchLearner(settings(bounds));
    BenchLearner standby = new BenchLearner(settings(bounds));
    standby.becomeStandby();
    learn(active, EVENTS);
    standby.follow(active.changelog());

    standby.becomeActive(active);

    assertSame(standby, BenchLearner.restored(active.changelog(), active), active.changelog());
  }

  @ParameterizedTest
  @ValueSource(strings = {"kept", "bounded"})
  void aStandbyHoldsNoRows(String bounds) {
    BenchLearner learner = trained(bounds);

    learner.becomeStandby();

    assertThat(learner.users().size()).isZero();
    assertThat(learner.items().size()).isZero();
    assertThat(learner.trainedEvents()).isZero();
  }

  private static LearnerSettings settings(String bounds) {
    return SyntheticStream.with(LoggedRows.present(BOUNDS, bounds));
  }

  private BenchLearner trained(String bounds) {
    BenchLearner learner = new BenchLearner(settings(bounds));
    learn(learner, EVENTS);
    return learner;
  }

  private void learn(BenchLearner learner, int count) {
    for (int event = 1; event <= count; event++) {
      learner.learn(events.next());
      if (event % COMMIT_EVERY == 0 || event == count) {
        learner.commit();
      }
    }
  }

  /** Both have the same rows, and make the same of the same events. */
  private void assertSame(BenchLearner recycled, BenchLearner started, List<Change> log) {
    assertThat(TableContents.users(recycled.users(), recycled.replica()))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(started.users(), started.replica()));
    int dimension = started.replica().dimension();
    assertThat(TableContents.items(recycled.items(), dimension))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.items(started.items(), dimension));
    assertThat(recycled.trainedEvents()).isEqualTo(started.trainedEvents()).isPositive();
    recycled.tasks.forgetChangelog();
    for (int event = 1; event <= FURTHER_EVENTS; event++) {
      var signal = events.next();
      recycled.learn(signal);
      started.learn(signal);
      if (event % COMMIT_EVERY == 0 || event == FURTHER_EVENTS) {
        recycled.commit();
        started.commit();
      }
    }
    assertThat(recycled.trainedEvents()).isEqualTo(started.trainedEvents());
    assertThat(userIds(recycled)).as("seed %d", SEED).isEqualTo(userIds(started));
    assertThat(itemIds(recycled)).as("seed %d", SEED).isEqualTo(itemIds(started));
    // When a retired item is dropped depends on how far the sweep of a process has come.
    if (!recycled.replica().expires()) {
      Closeness.assertClose(
          "seed " + SEED,
          LoggedImage.withoutEpochs(joined(log, recycled.changelog())),
          LoggedImage.withoutEpochs(joined(log, started.changelog())));
    }
  }

  private static Set<String> userIds(BenchLearner learner) {
    return TableContents.users(learner.users(), learner.replica()).keySet();
  }

  private static Set<String> itemIds(BenchLearner learner) {
    return TableContents.items(learner.items(), learner.replica().dimension()).keySet();
  }

  private static List<Change> joined(List<Change> log, List<Change> more) {
    List<Change> all = new ArrayList<>(log);
    all.addAll(more);
    return all;
  }
}
