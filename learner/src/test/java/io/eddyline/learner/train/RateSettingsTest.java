package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

final class RateSettingsTest {
  private static final int DIMENSION = LearnerFixture.DIMENSION;
  private static final Offset<Double> NEAR = within(1e-4);

  @Test
  void theDifferenceHalvesWithEachHalfLife() {
    RateSettings rates = new RateSettings(4, 10);
    assertThat(rates.factor(0)).isEqualTo(4);
    assertThat(rates.factor(10)).isEqualTo(2.5);
    assertThat(rates.factor(20)).isEqualTo(1.75);
    assertThat(rates.factor(1_000_000)).isEqualTo(1);
  }

  @Property(tries = 200)
  void aMultipleOfOneIsNoSchedule(
      @ForAll @LongRange(min = -1) long age,
      @ForAll @DoubleRange(min = 0.01, max = 1e9) double halfLife) {
    assertThat(new RateSettings(1, halfLife).factor(age)).isEqualTo(1);
  }

  @Property(tries = 200)
  void staysBetweenTheEarlyRateAndTheLateOne(
      @ForAll @DoubleRange(min = 0, max = 100) double early,
      @ForAll @DoubleRange(min = 0.01, max = 1e9) double halfLife,
      @ForAll @LongRange(min = 0) long age) {
    assertThat(new RateSettings(early, halfLife).factor(age))
        .isBetween(Math.min(early, 1), Math.max(early, 1));
  }

  @Test
  void aNewUserMovesByTheEarlyRateAndAnOldOneByTheLate() {
    double[] usual = userSteps("1", 60);
    double[] slower = userSteps("0.5", 60);
    assertThat(slower[0] / usual[0]).isEqualTo(0.5, NEAR);
    /* The 5th event: half of the difference is left. Adagrad sees other gradients by then. */
    assertThat(slower[4] / usual[4]).isBetween(0.6, 0.9);
    assertThat(slower[59] / usual[59]).isBetween(0.9, 1.1);
  }

  private static double[] userSteps(String early, int events) {
    LearnerFixture fixture = new LearnerFixture(settings(early, "4"));
    int user = fixture.user("u", fixture.item("a"), fixture.item("b"));
    double[] steps = new double[events];
    for (int item = 0; item < 20; item++) {
      fixture.side.queue().add(fixture.item("n" + item), NaiveContrast.toFloats(unit(item)), 0);
    }
    for (int event = 0; event < events; event++) {
      double[] before = fixture.vector(user);
      int item = fixture.item("item-" + event);
      fixture.side.train(user, item, 1, Polarity.POSITIVE, true, event);
      steps[event] = distance(before, fixture.vector(user));
    }
    return steps;
  }

  @Test
  void aNewItemAndItsContextMoveByTheEarlyRate() {
    double[] usual = itemSteps("1");
    double[] faster = itemSteps("3");
    assertThat(faster[0] / usual[0]).as("vector").isEqualTo(3, NEAR);
    assertThat(faster[1] / usual[1]).as("context, one pair later").isEqualTo(2, NEAR);
  }

  /* Of the item's vector in its first pair with a negative, and of its context residual after. */
  private static double[] itemSteps(String early) {
    LearnerSettings settings = settings(early, "1");
    ItemTable items =
        new ItemTable(new FirstVector(1, DIMENSION), new PopularityDecay(1000, 100, 1));
    ItemSide side = new ItemSide(settings, items, _ -> {}, new Generator(2));
    int[] none = {};
    int other = items.findOrAdd("other");
    side.pair(other, "u", 1, NaiveContrast.toFloats(unit(1)), none, 0, true);
    int item = items.findOrAdd("item");
    double[] vector = vector(items, item);
    side.pair(item, "v", 1, NaiveContrast.toFloats(unit(2)), none, 0, true);
    double step = distance(vector, vector(items, item));
    side.follow(item, NaiveContrast.toFloats(unit(3)), 1, 1);
    float[] context = new float[DIMENSION];
    items.contexts().read(item, context);
    return new double[] {step, NaiveContrast.norm(NaiveContrast.toDoubles(context))};
  }

  private static double[] vector(ItemTable items, int item) {
    float[] vector = new float[DIMENSION];
    items.vectors().read(item, vector);
    return NaiveContrast.toDoubles(vector);
  }

  private static double[] unit(int axis) {
    double[] unit = new double[DIMENSION];
    unit[axis % DIMENSION] = 1;
    return unit;
  }

  private static double distance(double[] a, double[] b) {
    double[] difference = a.clone();
    for (int k = 0; k < a.length; k++) {
      difference[k] -= b[k];
    }
    return NaiveContrast.norm(difference);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    assertThatThrownBy(() -> settings("-0.5", "10"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning.rates.early -0.5")
        .hasMessageContaining("0 to 100");
    assertThatThrownBy(() -> settings("2", "0"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("learning.rates.half-life 0");
    assertThatThrownBy(() -> settings("NaN", "10")).isInstanceOf(IllegalArgumentException.class);
  }

  private static LearnerSettings settings(String early, String halfLife) {
    return RecordSettings.bind(
        LearnerSettings.class,
        Map.of(
            "dimension",
            String.valueOf(DIMENSION),
            "history-length",
            "5",
            "negatives",
            "16",
            "replays",
            "0",
            "rates.early",
            early,
            "rates.half-life",
            halfLife));
  }
}
