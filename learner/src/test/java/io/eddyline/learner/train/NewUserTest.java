package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.snapshot.Scoring;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What a user gets after a single click: two kinds of items, and users who keep to one kind. */
final class NewUserTest {
  private static final long SEED = 9;
  private static final int ITEMS = 30;

  private final LearnerSettings settings = LearnerFixture.settings(1);
  private final LocalLearner learner = new LocalLearner(settings);

  @Test
  void oneClickMakesTheRankingPersonal() {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int event = 0; event < 4000; event++) {
      int kind = random.nextInt(2);
      click("user-" + kind + "-" + random.nextInt(20), kind, random.nextInt(ITEMS));
    }
    click("new-0", 0, 3);
    click("new-1", 1, 3);

    assertThat(advantage("new-0", 0)).as("seed %d", SEED).isGreaterThan(3);
    assertThat(advantage("new-1", 1)).as("seed %d", SEED).isGreaterThan(3);
  }

  @Test
  void userWithoutClickIsRankedByPopularityAlone() {
    click("ann", 0, 1);
    assertThat(learner.ranker().score(learner.user("new"), 1, settings.scoring(), new float[1]))
        .isFalse();
  }

  private void click(String user, int kind, int item) {
    int ordinal = learner.item("item-" + kind + "-" + item);
    learner.train(learner.user(user), ordinal, 1, Polarity.POSITIVE, true, 0);
  }

  /** Mean score of the items of a kind less that of the others. */
  private double advantage(String user, int kind) {
    Scoring cosine = settings.scoring().tuned(0, 0, (float) settings.lastItemWeight(), 0);
    float[] scores = new float[learner.replica().size()];
    assertThat(learner.ranker().score(learner.user(user), scores.length, cosine, scores)).isTrue();
    double sum = 0;
    for (int item = 0; item < scores.length; item++) {
      boolean own = learner.replica().id(item).startsWith("item-" + kind + "-");
      sum += (own ? scores[item] : -scores[item]) / ITEMS;
    }
    return sum;
  }
}
