package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.table.NeighbourLists;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The ranker against the score's formula, item by item. */
final class RankerTest {
  private static final int ITEMS = 60;

  private final LearnerSettings settings = LearnerFixture.settings(1);
  private final LocalLearner learner = new LocalLearner(settings);

  @Test
  void ranksByTheFormulaWithoutWhatTheUserHas() {
    SplittableRandom random = new SplittableRandom(1);
    for (int event = 0; event < 2000; event++) {
      int user = learner.user("user-" + random.nextInt(100));
      int item = learner.item("item-" + (int) (ITEMS * Math.pow(random.nextDouble(), 2)));
      learner.train(user, item, 1, Polarity.POSITIVE, true, event);
    }
    learner.replica().refreshPriors();
    Scoring[] scorings = {
      settings.scoring(),
      settings.scoring().tuned(0.5f, 1.5f, 2, 0),
      settings.scoring().tuned(0, 0, 0.25f, 10)
    };
    int ranked = 0;
    for (int user = 0; user < learner.users().size(); user += 4) {
      for (int item = 0; item < learner.replica().size(); item++) {
        if (learner.ranker().isRankable(user, item)) {
          for (Scoring scoring : scorings) {
            assertThat(learner.ranker().rank(user, item, scoring))
                .as("user %d item %d %s", user, item, scoring)
                .isEqualTo(naiveRank(user, item, scoring), within(1.0));
          }
          ranked++;
        }
      }
    }
    assertThat(ranked).isGreaterThan(500);
  }

  @Test
  void ranksANewUserByPopularity() {
    int fan = learner.user("fan");
    int[] items = {learner.item("a"), learner.item("b"), learner.item("c")};
    for (int event = 0; event < 6; event++) {
      int item = items[event < 3 ? 0 : event < 5 ? 1 : 2];
      learner.train(fan, item, 1, Polarity.POSITIVE, true, event);
    }
    int unseen = learner.item("nobody had it");
    int user = learner.user("new");
    Scoring scoring = settings.scoring().tuned(2, 2, 1, 0);
    for (int k = 0; k < items.length; k++) {
      assertThat(learner.ranker().rank(user, items[k], scoring)).isEqualTo(k);
    }
    assertThat(learner.ranker().isRankable(user, unseen)).isFalse();
    assertThat(learner.ranker().isRankable(fan, items[0])).isFalse();
  }

  @Test
  void scoresOfAUserWithoutHistoryAreThePriorsWhateverTheArrayHeld() {
    int fan = learner.user("fan");
    int popular = learner.item("a");
    learner.train(fan, popular, 1, Polarity.POSITIVE, true, 1);
    int critic = learner.user("critic");
    learner.train(critic, learner.item("b"), 1, Polarity.NEGATIVE, true, 2);
    int count = learner.replica().size();
    float[] scores = new float[count];
    Arrays.fill(scores, 77);

    assertThat(learner.ranker().score(critic, count, settings.scoring(), scores)).isFalse();

    float[] priors = new float[count];
    learner.replica().readPriors(count, priors);
    assertThat(scores).containsExactly(priors);
  }

  @Test
  void anItemWhoseRowIsNoNumberIsAMissAndHasNoSayInTuning() {
    int user = learner.user("u");
    learner.train(user, learner.item("a"), 1, Polarity.POSITIVE, true, 1);
    int broken = learner.item("broken");
    learner.train(learner.user("v"), broken, 1, Polarity.POSITIVE, true, 2);
    int row = learner.items().find("broken");
    float[] vector = new float[settings.dimension()];
    Arrays.fill(vector, Float.NaN);
    learner.items().vectors().write(row, vector);
    learner.items().changed(row);
    new ReplicaFeed(learner.items(), learner.replica(), 0, 0).changed(row);
    ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());

    assertThat(learner.ranker().rank(user, broken, settings.scoring()))
        .isEqualTo(Double.POSITIVE_INFINITY);
    learner.ranker().tune(user, broken, tuner);

    assertThat(tuner.sums()).containsOnly(0);
  }

  private double naiveRank(int user, int item, Scoring scoring) {
    double target = naiveScore(user, item, scoring);
    int greater = 0;
    for (int other = 0; other < learner.replica().size(); other++) {
      if (!learner.users().seen(user).contains(other) && learner.replica().isCandidate(other)) {
        greater += naiveScore(user, other, scoring) > target + 1e-5 ? 1 : 0;
      }
    }
    return greater;
  }

  private double naiveScore(int user, int item, Scoring scoring) {
    int dimension = settings.dimension();
    double[] raw = new double[dimension];
    float[] row = new float[dimension];
    learner.users().vectors().read(user, row);
    float[] coefficients = new float[settings.historyLength()];
    int size = learner.users().histories().size(user);
    scoring.coefficients(size, coefficients);
    float[] pooled = row.clone();
    int[] history = new int[settings.historyLength()];
    learner.users().histories().copy(user, -1, history);
    learner.replica().addHistories(coefficients, history, size, pooled);
    learner.items().vectors().read(learner.replica().ownerOrdinal(item), row);
    double dot = 0;
    double squares = 0;
    for (int k = 0; k < dimension; k++) {
      raw[k] = pooled[k];
      dot += raw[k] * row[k];
      squares += row[k] * row[k];
    }
    double cosine = dot / NaiveContrast.norm(raw) / Math.sqrt(squares);
    return cosine / settings.temperature()
        + affinities(history, size, item, scoring)
        + scoring.prior(
            learner.replica().popularity(item),
            learner.items().trend(learner.replica().ownerOrdinal(item)));
  }

  private double affinities(int[] history, int size, int item, Scoring scoring) {
    float[] coefficients = new float[size];
    scoring.neighbourCoefficients(size, coefficients);
    double sum = 0;
    for (int age = 0; age < size; age++) {
      double count = count(history[age], item) + count(item, history[age]);
      sum +=
          coefficients[age]
              * Math.sqrt(count)
              * Scoring.affinityFactor((float) learner.replica().popularity(history[age]))
              * Scoring.affinityFactor((float) learner.replica().popularity(item));
    }
    return sum;
  }

  private double count(int item, int neighbour) {
    NeighbourLists lists = learner.items().neighbours();
    int row = learner.items().find(learner.replica().id(item));
    for (int slot = 0; slot < lists.size(row); slot++) {
      if (lists.id(row, slot).equals(learner.replica().id(neighbour))) {
        return lists.count(row, slot);
      }
    }
    return 0;
  }
}
