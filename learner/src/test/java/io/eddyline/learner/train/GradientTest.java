package io.eddyline.learner.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every step against the finite differences of its loss. */
final class GradientTest {
  private static final double TOLERANCE = 2e-4;
  private static final int[] NONE = {};

  private final LearnerFixture fixture = new LearnerFixture(0);
  private final List<float[]> negatives = new ArrayList<>();
  private int item;
  private int newest;
  private int older;
  private int user;

  @BeforeEach
  void fillTheQueue() {
    item = fixture.item("event");
    newest = fixture.item("newest");
    older = fixture.item("older");
    user = fixture.user("user", older, newest);
    for (int k = 0; k < 10; k++) {
      int other = fixture.item("negative-" + k);
      float[] key = fixture.key(other);
      fixture.side.queue().add(other, key, 0);
      negatives.add(key);
    }
  }

  @Test
  void userVectorFollowsTheLossOfAPositive() {
    double[] before = fixture.vector(user);
    double[] gradient = NaiveContrast.gradient(before, this::attraction);
    fixture.side.train(user, item, 0.7f, Polarity.POSITIVE, true, 0);
    assertClose(fixture.vector(user), NaiveContrast.firstStep(before, gradient, 0.7 * 0.05));
  }

  @Test
  void userVectorFollowsTheLossOfANegative() {
    double[] before = fixture.vector(user);
    double[] gradient = NaiveContrast.gradient(before, at -> repulsion(at, 3));
    fixture.side.train(user, item, 3, Polarity.NEGATIVE, true, 0);
    assertClose(fixture.vector(user), NaiveContrast.firstStep(before, gradient, 0.05));
  }

  @Test
  void aNegativeMovesTheUserAwayFromTheItem() {
    fixture.users.vectors().write(user, fixture.key(item));
    double before = cosine(fixture.vector(user));
    for (int k = 0; k < 20; k++) {
      fixture.side.train(user, item, 5, Polarity.NEGATIVE, true, 0);
    }
    assertThat(cosine(fixture.vector(user))).isLessThan(before - 0.1);
  }

  @Test
  void contextGradientGoesThroughTheQuery() {
    double[] vector = fixture.vector(user);
    double[] ofNewest = contextGradient(vector, coefficient(0));
    double[] ofOlder = contextGradient(vector, coefficient(1));
    fixture.side.train(user, item, 0.7f, Polarity.POSITIVE, true, 0);
    LearnerFixture.Follow follow = fixture.follows.get(0);
    assertThat(follow.items()).containsExactly(newest, older);
    assertThat(follow.weight()).isEqualTo(0.7f);
    assertClose(scaled(follow.gradient(), follow.coefficients()[0]), ofNewest);
    assertClose(scaled(follow.gradient(), follow.coefficients()[1]), ofOlder);
  }

  private double[] contextGradient(double[] vector, double coefficient) {
    return NaiveContrast.gradient(
        new double[vector.length],
        context -> {
          double[] moved = vector.clone();
          for (int k = 0; k < moved.length; k++) {
            moved[k] += coefficient * context[k];
          }
          return attraction(moved);
        });
  }

  private static double[] scaled(float[] gradient, float factor) {
    double[] scaled = NaiveContrast.toDoubles(gradient);
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= factor;
    }
    return scaled;
  }

  @Test
  void followTakesAnAdagradStep() {
    ItemTable items = items();
    int row = items.findOrAdd("history");
    double[] gradient = {1, -2, 3, 0, 0.5, 0, 0, 0, 1, 1, 1, 1, -1, -1, -1, -1};
    double[] scaled = gradient.clone();
    for (int k = 0; k < scaled.length; k++) {
      scaled[k] *= 0.6;
    }
    itemSide(items).follow(row, NaiveContrast.toFloats(gradient), 0.6f, 0.5f);
    float[] context = new float[LearnerFixture.DIMENSION];
    items.contexts().read(row, context);
    double[] expected = NaiveContrast.firstStep(new double[gradient.length], scaled, 0.5 * 0.05);
    assertClose(NaiveContrast.toDoubles(context), expected);
  }

  @Test
  void itemVectorFollowsTheLossOfAPair() {
    assertItemFollows(0.7f, 0.7 * 0.1);
  }

  @Test
  void itemVectorFollowsTheLossOfANegativePair() {
    assertItemFollows(-3, 0.1);
  }

  private void assertItemFollows(float weight, double rate) {
    ItemTable items = items();
    ItemSide side = itemSide(items);
    int row = items.findOrAdd("item");
    List<float[]> others = new ArrayList<>();
    for (int k = 0; k < 10; k++) {
      float[] key = fixture.unit();
      others.add(key);
      side.queue().put("user-" + k, key, 1000, NONE, 0);
    }
    float[] vector = new float[LearnerFixture.DIMENSION];
    items.vectors().read(row, vector);
    double[] before = NaiveContrast.toDoubles(vector);
    float[] userKey = fixture.unit();
    double tau = fixture.settings.itemTemperature();
    double[] gradient =
        NaiveContrast.gradient(
            before,
            at ->
                weight > 0
                    ? NaiveContrast.attraction(at, userKey, others, tau)
                    : NaiveContrast.repulsion(at, userKey, -weight, others, tau));
    side.pair(row, "user", weight, userKey, NONE, 0, true);
    items.vectors().read(row, vector);
    assertClose(NaiveContrast.toDoubles(vector), NaiveContrast.firstStep(before, gradient, rate));
  }

  private double attraction(double[] vector) {
    double[] raw = LearnerFixture.plus(vector, fixture.pooled(newest, older));
    return NaiveContrast.attraction(raw, fixture.key(item), negatives, 0.2);
  }

  private double repulsion(double[] vector, double weight) {
    double[] raw = LearnerFixture.plus(vector, fixture.pooled(newest, older));
    return NaiveContrast.repulsion(raw, fixture.key(item), weight, negatives, 0.2);
  }

  private double cosine(double[] vector) {
    double[] raw = LearnerFixture.plus(vector, fixture.pooled(newest, older));
    double dot = 0;
    for (int k = 0; k < raw.length; k++) {
      dot += raw[k] * fixture.key(item)[k];
    }
    return dot / NaiveContrast.norm(raw);
  }

  private static double coefficient(int age) {
    double root = Math.sqrt(1 + 0.8);
    return age == 0 ? 1 / root + 0.5 : 0.8 / root;
  }

  private static ItemTable items() {
    return new ItemTable(
        new FirstVector(1, LearnerFixture.DIMENSION), new PopularityDecay(1000, 100, 1));
  }

  private ItemSide itemSide(ItemTable items) {
    return new ItemSide(fixture.settings, items, row -> {}, new Generator(2));
  }

  private static void assertClose(double[] actual, double[] expected) {
    assertThat(actual).containsExactly(expected, within(TOLERANCE));
  }
}
