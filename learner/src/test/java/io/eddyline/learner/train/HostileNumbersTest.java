package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.table.FloatSlab;
import io.eddyline.learner.table.ItemImage;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a row of nonsense, or a stream of one user or item, does to everything else: nothing. */
final class HostileNumbersTest {
  private static final int SEED = 17;
  private static final int USERS = 30;
  private static final int ITEMS = 120;

  private final LocalLearner learner = new LocalLearner(LearnerFixture.settings(1));

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE})
  void userRowThatIsNoNumberSpoilsNoOtherRow(float nonsense) {
    play(2_000);
    fill(learner.users().vectors(), 3, nonsense);
    play(3_000);
    if (!Float.isFinite(nonsense)) {
      assertThat(learner.userSide().nonFiniteSteps()).isPositive();
    }
    assertAllItemsFinite(-1);
    assertAllUsersFinite(3);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void itemRowThatIsNoNumberSpoilsNoOtherRow(float nonsense) {
    play(2_000);
    fill(learner.items().vectors(), 5, nonsense);
    play(3_000);
    assertThat(learner.itemSide().nonFiniteSteps()).isPositive();
    assertAllItemsFinite(5);
    assertAllUsersFinite(-1);
  }

  @Test
  void zeroVectorsBecomeNumbersAgain() {
    play(2_000);
    fill(learner.users().vectors(), 3, 0);
    fill(learner.users().momenta(), 3, 0);
    fill(learner.items().vectors(), 5, 0);
    fill(learner.items().momenta(), 5, 0);
    play(3_000);
    assertThat(learner.userSide().nonFiniteSteps()).isZero();
    assertThat(learner.itemSide().nonFiniteSteps()).isZero();
    assertAllItemsFinite(-1);
    assertAllUsersFinite(-1);
  }

  @ParameterizedTest
  @ValueSource(floats = {1e4f, 1e12f, Float.MIN_VALUE})
  void weightsOfAnySizeLeaveNumbers(float weight) {
    play(500);
    for (int event = 0; event < 100; event++) {
      Polarity polarity = event % 3 == 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
      learner.learn("user-" + event % USERS, "item-" + event % 7, weight, polarity, true, event);
    }
    play(500);
    assertAllItemsFinite(-1);
    assertAllUsersFinite(-1);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, -Double.MAX_VALUE})
  void ratingsThatAreNoNumbersLeaveNumbers(double rating) {
    play(500);
    for (int event = 0; event < 50; event++) {
      double mixed = event % 2 == 0 ? rating : 3;
      learner.rate("user-" + event % USERS, "item-" + event % 7, 1, mixed, true, event);
    }
    play(500);
    assertAllItemsFinite(-1);
    assertAllUsersFinite(-1);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.MAX_VALUE})
  void messagesThatAreNoNumbersSpoilNoRow(float nonsense) {
    play(500);
    float[] vector = new float[LearnerFixture.DIMENSION];
    Arrays.fill(vector, nonsense);
    for (int event = 0; event < 20; event++) {
      learner.itemSide().pair(event, "stranger-" + event, 1, vector, new int[0], 0, true);
      learner.itemSide().pair(event, "stranger-" + event, -1, vector, new int[0], 0, true);
      learner.itemSide().follow(event, vector, 1, 1);
    }
    play(500);
    assertThat(learner.itemSide().nonFiniteSteps()).isPositive();
    assertAllItemsFinite(-1);
    assertAllUsersFinite(-1);
  }

  @Test
  void oneUserWithOneItemLearnsNumbers() {
    for (int event = 0; event < 10_000; event++) {
      train("only", "one", event);
    }
    assertThat(learner.userSide().trainedEvents()).isEqualTo(10_000);
    assertAllItemsFinite(-1);
    assertAllUsersFinite(-1);
  }

  @Test
  void oneItemOfManyUsersLearnsNumbers() {
    for (int event = 0; event < 10_000; event++) {
      train("user-" + event % 500, "one", event);
    }
    assertThat(learner.items().popularity(0)).isBetween(1000.0, 2000.0);
    assertAllItemsFinite(-1);
    assertAllUsersFinite(-1);
  }

  @Test
  void millionEventsOfOneUserStayWithinBounds() {
    LearnerSettings small =
        RecordSettings.bind(
            LearnerSettings.class,
            Map.of("dimension", "4", "negatives", "4", "replays", "0", "seen-limit", "64"));
    LocalLearner one = new LocalLearner(small);
    String[] items = new String[5_000];
    Arrays.setAll(items, k -> "item-" + k);
    SplittableRandom random = new SplittableRandom(SEED);
    int user = one.user("only");
    for (int event = 0; event < 1_000_000; event++) {
      int item = one.item(items[random.nextInt(items.length)]);
      one.train(user, item, 1, Polarity.POSITIVE, true, event);
    }
    assertThat(one.users().trainedEvents(user)).isEqualTo(1_000_000);
    assertThat(one.users().seen(user).size()).isLessThanOrEqualTo(64);
    assertThat(one.users().histories().size(user)).isEqualTo(small.historyLength());
    assertThat(one.itemSide().queue().size()).isEqualTo(1);
    assertThat(one.userSide().nonFiniteSteps() + one.itemSide().nonFiniteSteps()).isZero();
    float[] vector = new float[4];
    one.users().vectors().read(user, vector);
    assertFinite("the user", vector);
  }

  private void play(int events) {
    SplittableRandom random = new SplittableRandom(SEED);
    for (int event = 0; event < events; event++) {
      train("user-" + random.nextInt(USERS), "item-" + random.nextInt(ITEMS), event);
    }
  }

  private void train(String user, String item, int event) {
    learner.train(learner.user(user), learner.item(item), 1, Polarity.POSITIVE, true, event);
  }

  private static void fill(FloatSlab slab, int row, float value) {
    float[] vector = new float[LearnerFixture.DIMENSION];
    Arrays.fill(vector, value);
    slab.write(row, vector);
  }

  private void assertAllUsersFinite(int except) {
    float[] vector = new float[LearnerFixture.DIMENSION];
    for (int row = 0; row < learner.users().size(); row++) {
      if (row != except) {
        learner.users().vectors().read(row, vector);
        assertFinite("user " + row, vector);
        learner.users().momenta().read(row, vector);
        assertFinite("momentum of user " + row, vector);
      }
    }
  }

  private void assertAllItemsFinite(int except) {
    ItemImage image = new ItemImage(LearnerFixture.DIMENSION);
    for (int row = 0; row < learner.items().size(); row++) {
      if (row != except) {
        learner.items().read(row, image);
        assertFinite("item " + row, image.vector);
        assertFinite("momentum of item " + row, image.momentum);
        assertFinite("context of item " + row, image.context);
      }
    }
  }

  private static void assertFinite(String what, float[] vector) {
    for (float value : vector) {
      assertThat(Float.isFinite(value))
          .as("%s, seed %d: %s", what, SEED, Arrays.toString(vector))
          .isTrue();
    }
  }
}
