package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class UserSideTest {
  private final LearnerFixture fixture = new LearnerFixture(0);

  @Test
  void firstEventOfAUserTurnsHimToTheItemAndSendsNoKey() {
    int item = fixture.item("a");
    int other = fixture.item("n");
    fixture.side.queue().add(other, fixture.key(other), 0);
    int user = fixture.users.findOrAdd("new");
    fixture.side.train(user, item, 1, Polarity.POSITIVE, true, 5);
    assertThat(fixture.counted).containsExactly(item);
    assertThat(fixture.pairs).isEmpty();
    assertThat(fixture.follows).isEmpty();
    assertThat(dot(fixture.vector(user), fixture.key(item))).isPositive();
    assertThat(dot(fixture.vector(user), fixture.key(other))).isNegative();
    assertThat(fixture.users.histories().item(user, 0)).isEqualTo(item);
    assertThat(fixture.users.seen(user).contains(item)).isTrue();
    assertThat(fixture.side.queue().count()).isEqualTo(2);
    assertThat(fixture.side.reservoir().count()).isEqualTo(1);
    assertThat(fixture.users.trainedEvents(user)).isEqualTo(1);
  }

  @Test
  void sendsTheMomentumKeyOfBeforeTheStep() {
    int old = fixture.item("old");
    int item = fixture.item("a");
    int user = fixture.user("u", old);
    fixture.side.queue().add(fixture.item("n"), fixture.key(fixture.item("n")), 0);
    double[] raw = LearnerFixture.plus(fixture.momentum(user), fixture.pooled(old));
    double[] momentum = fixture.momentum(user);
    fixture.side.train(user, item, 2, Polarity.POSITIVE, true, 5);
    LearnerFixture.Pair pair = fixture.pairs.get(0);
    assertThat(pair.weight()).isEqualTo(2);
    assertThat(pair.live()).isTrue();
    assertThat(pair.seen()).containsExactly(fixture.replica.ownerOrdinal(old));
    for (int k = 0; k < raw.length; k++) {
      assertThat((double) pair.key()[k]).isCloseTo(raw[k] / NaiveContrast.norm(raw), within(1e-5));
      double expected = 0.9 * momentum[k] + 0.1 * fixture.vector(user)[k];
      assertThat(fixture.momentum(user)[k]).isCloseTo(expected, within(1e-6));
    }
  }

  @Test
  void aReversedReplayLearnsAHistoryItemFromWhatFollowedIt() {
    LearnerFixture reversing = new LearnerFixture(LearnerFixture.settings(1, 1));
    int old = reversing.item("old");
    int followed = reversing.item("followed");
    int user = reversing.user("u", old);
    reversing.side.queue().add(reversing.item("n"), reversing.key(reversing.item("n")), 0);
    reversing.side.train(user, followed, 1, Polarity.POSITIVE, true, 5);
    double[] momentum = reversing.momentum(user);
    reversing.side.train(user, reversing.item("b"), 0.001f, Polarity.POSITIVE, true, 6);
    LearnerFixture.Pair replay = reversing.pairs.getLast();
    assertThat(replay.live()).isFalse();
    assertThat(replay.item()).isEqualTo(old);
    double[] raw = LearnerFixture.plus(momentum, reversing.pooled(followed));
    for (int k = 0; k < raw.length; k++) {
      double expected = raw[k] / NaiveContrast.norm(raw);
      assertThat((double) replay.key()[k]).isCloseTo(expected, within(0.05));
    }
  }

  @Test
  void anItemLeavesTheHistoryOnceAnEventIsLaterByMoreThanTheAge() {
    LearnerFixture forgetful =
        new LearnerFixture(
            RecordSettings.bind(
                LearnerSettings.class,
                Map.of(
                    "dimension",
                    String.valueOf(LearnerFixture.DIMENSION),
                    "history-max-age-days",
                    "2")));
    long day = TimeUnit.DAYS.toMillis(1);
    int user = forgetful.users.findOrAdd("u");
    forgetful.side.train(user, forgetful.item("a"), 1, Polarity.POSITIVE, true, 0);
    forgetful.side.train(user, forgetful.item("b"), 1, Polarity.POSITIVE, true, 2 * day);
    assertThat(forgetful.users.histories().size(user)).isEqualTo(2);

    int item = forgetful.item("c");
    forgetful.side.train(user, item, 1, Polarity.POSITIVE, true, 2 * day + 1);

    assertThat(forgetful.users.histories().size(user)).isEqualTo(2);
    assertThat(forgetful.users.histories().item(user, 0)).isEqualTo(item);
    assertThat(forgetful.users.histories().item(user, 1)).isEqualTo(forgetful.item("b"));
    assertThat(forgetful.users.seen(user).contains(forgetful.item("a"))).isTrue();
  }

  @Test
  void takesNoKnownItemForANegative() {
    int seen = fixture.item("seen");
    int viewed = fixture.item("viewed");
    int item = fixture.item("a");
    int user = fixture.user("u", seen);
    fixture.users.remember(user, viewed, 1, 0);
    for (int known : new int[] {seen, viewed, item}) {
      fixture.side.queue().add(known, fixture.key(known), 0);
    }
    double[] before = fixture.vector(user);
    fixture.side.train(user, item, 1, Polarity.POSITIVE, true, 5);
    assertThat(fixture.vector(user)).isEqualTo(before);
    assertThat(fixture.follows).isEmpty();
    fixture.side.queue().add(fixture.item("n"), fixture.key(fixture.item("n")), 0);
    fixture.side.train(user, fixture.item("b"), 1, Polarity.POSITIVE, true, 6);
    assertThat(fixture.vector(user)).isNotEqualTo(before);
  }

  @Test
  void aNegativeIsSeenAndSentButNeverHistoryNorQueued() {
    int item = fixture.item("a");
    int user = fixture.user("u", fixture.item("old"));
    fixture.side.train(user, item, 2, Polarity.NEGATIVE, true, 5);
    assertThat(fixture.pairs.get(0).weight()).isEqualTo(-2);
    assertThat(fixture.follows).isEmpty();
    assertThat(fixture.users.seen(user).contains(item)).isTrue();
    assertThat(fixture.users.histories().size(user)).isEqualTo(1);
    assertThat(fixture.side.queue().count()).isZero();
    assertThat(fixture.side.reservoir().count()).isZero();
  }

  @Test
  void aPositiveTellsWhatCameBeforeItAndNothingElseDoes() {
    int user = fixture.user("u", fixture.item("old"));
    int item = fixture.item("a");
    fixture.side.train(user, item, 2, Polarity.POSITIVE, true, 5);
    fixture.side.train(user, fixture.item("b"), 1, Polarity.NEGATIVE, true, 6);
    fixture.side.train(user, fixture.item("c"), 1, Polarity.NEUTRAL, true, 7);
    fixture.side.train(user, fixture.item("d"), 1, Polarity.POSITIVE, true, 8);
    assertThat(fixture.visits)
        .extracting(LearnerFixture.Visit::item)
        .containsExactly(item, fixture.item("d"));
    assertThat(fixture.visits.getFirst().weight()).isEqualTo(2);
    assertThat(fixture.visits.getFirst().previous()).containsExactly(fixture.item("old"));
    assertThat(fixture.visits.getLast().previous()).containsExactly(item, fixture.item("old"));
  }

  @Test
  void aNeutralIsOnlyCounted() {
    int item = fixture.item("a");
    int user = fixture.user("u", fixture.item("old"));
    double[] before = fixture.vector(user);
    fixture.side.train(user, item, 2, Polarity.NEUTRAL, false, 5);
    assertThat(fixture.vector(user)).isEqualTo(before);
    assertThat(fixture.pairs).isEmpty();
    assertThat(fixture.counted).isEmpty();
    assertThat(fixture.users.seen(user).contains(item)).isFalse();
    assertThat(fixture.users.trainedEvents(user)).isEqualTo(1);
    assertThat(fixture.side.trainedEvents()).isEqualTo(1);
    assertThat(fixture.users.dirtyCount()).isEqualTo(1);
  }

  @Test
  void aReplaySendsAPairThatIsNotLiveAndNoFollow() {
    LearnerFixture replaying = new LearnerFixture(2);
    int user = replaying.user("u", replaying.item("old"));
    replaying.side.queue().add(replaying.item("n"), replaying.key(replaying.item("n")), 0);
    replaying.side.train(user, replaying.item("a"), 1, Polarity.POSITIVE, true, 5);
    assertThat(replaying.pairs).extracting(LearnerFixture.Pair::live).containsExactly(true);
    replaying.side.train(user, replaying.item("b"), 1, Polarity.POSITIVE, true, 6);
    assertThat(replaying.pairs)
        .extracting(LearnerFixture.Pair::live)
        .containsExactly(true, true, false, false);
    assertThat(replaying.follows).hasSize(2);
    assertThat(replaying.side.queue().count()).isEqualTo(5);
    assertThat(replaying.users.trainedEvents(user)).isEqualTo(2);
  }

  @Test
  void skipsAndCountsAStepThatIsNotFinite() {
    int user = fixture.user("u", fixture.item("old"));
    float[] broken = new float[LearnerFixture.DIMENSION];
    broken[3] = Float.NaN;
    fixture.side.queue().add(fixture.item("n"), broken, 0);
    double[] before = fixture.vector(user);
    fixture.side.train(user, fixture.item("a"), 1, Polarity.POSITIVE, true, 5);
    assertThat(fixture.vector(user)).isEqualTo(before);
    assertThat(fixture.side.nonFiniteSteps()).isEqualTo(1);
    assertThat(fixture.follows).isEmpty();
  }

  private static double dot(double[] a, float[] b) {
    double dot = 0;
    for (int k = 0; k < a.length; k++) {
      dot += a[k] * b[k];
    }
    return dot;
  }
}
