package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.stream.TaskBench.Change;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Rejection;
import io.eddyline.schemas.record.Signal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A record whose step fails is left out, and nothing of the step stays. */
final class PoisonRecordTest {
  private static final long SEED = 51;
  private static final int EVENTS = 100;

  private final SyntheticStream events = new SyntheticStream(SEED);
  private final BenchLearner learner = new BenchLearner();

  @Test
  void theThreadGivesUpItsTransactionWhenAStepFails() {
    train();

    assertThatThrownBy(this::learnPoison)
        .isInstanceOfSatisfying(
            EddylineException.class, e -> assertThat(e.action()).isEqualTo(Action.RESTART))
        .hasMessageContaining("offset 100 of input-0")
        .hasRootCauseMessage("a bug");
  }

  @Test
  void theRecordGoesToTheQuarantineWhenItComesAgain() {
    train();
    List<Change> log = List.copyOf(learner.changelog());
    assertThatThrownBy(this::learnPoison).isInstanceOf(EddylineException.class);

    learner.revive(log, EVENTS);
    learnPoison();

    assertThat(learner.quarantined())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.getCode()).isEqualTo("untrainable");
              assertThat(rejection.getSource()).isEqualTo("input");
              assertThat(rejection.getSourceOffset()).isEqualTo(EVENTS);
              assertThat(rejection.getRaw().isEmpty()).isFalse();
            });
    assertThat(learner.trainedEvents()).isEqualTo(EVENTS);
  }

  @Test
  void nothingOfTheFailedStepStays() {
    train();
    List<Change> log = List.copyOf(learner.changelog());
    BenchLearner untouched = BenchLearner.restored(log, learner);
    assertThatThrownBy(this::learnPoison).isInstanceOf(EddylineException.class);

    learner.revive(log, EVENTS);
    learnPoison();

    assertThat(TableContents.users(learner.users(), learner.replica()))
        .as("seed %d", SEED)
        .isEqualTo(TableContents.users(untouched.users(), untouched.replica()));
    learner.nanoClock = () -> 0;
    learner.learn(events.next());
    learner.commit();
    assertThat(learner.trainedEvents()).isEqualTo(EVENTS + 1);
  }

  @Test
  void unreadableBytesAreKeptWholeWithTheirPlace() {
    learner.pipe(new byte[] {1, 2, 3});

    Rejection rejection = learner.quarantined().getFirst();
    assertThat(rejection.getCode()).isEqualTo("unreadable");
    assertThat(rejection.getRaw().toByteArray()).containsExactly(1, 2, 3);
    assertThat(rejection.getSource()).isEqualTo("input");
    assertThat(rejection.getSourcePartition()).isZero();
    assertThat(rejection.getSourceOffset()).isZero();
  }

  private void train() {
    for (int event = 0; event < EVENTS; event++) {
      learner.learn(events.next());
    }
    learner.commit();
  }

  /* The ranking before the step asks the clock. */
  private void learnPoison() {
    learner.nanoClock =
        () -> {
          throw new IllegalStateException("a bug");
        };
    Signal click = SyntheticStream.signal(SyntheticStream.BUSY_USER, "item-new", Polarity.POSITIVE);
    learner.learn(click);
  }
}
