package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The first step of a user against central differences of the loss, and the draws. */
final class SoftmaxModelTest {
  private static final int DIMENSION = 4;
  private static final double STEP = 1e-5;

  private final SoftmaxSettings settings =
      RecordSettings.bind(
          SoftmaxSettings.class,
          Map.of("dimension", "4", "negatives", "12", "uniform-share", "1", "seed", "3"));

  /* User 0 had item 0 and now takes item 1, so that every negative is item 2, n times alike. */
  @Test
  void stepsAgainstTheGradientOfTheLoss() {
    StreamShape shape = Streams.shape(2, 3, 10);
    SoftmaxModel model = new SoftmaxModel(shape, settings, Double.POSITIVE_INFINITY);
    Streams.train(model, shape, new int[][] {{0, 0}, {1, 1}, {1, 2}});
    double[][] items = new double[3][];
    for (int item = 0; item < 3; item++) {
      items[item] = coordinates(model.items(), item);
    }
    double[] before = coordinates(model.users(), 0);
    Streams.train(model, shape, new int[][] {{0, 1}});
    double[] after = coordinates(model.users(), 0);

    double[] moved = new double[DIMENSION];
    double[] slope = new double[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      moved[k] = after[k] - before[k];
      double[] more = before.clone();
      double[] less = before.clone();
      more[k] += STEP;
      less[k] -= STEP;
      slope[k] = (loss(more, items) - loss(less, items)) / (2 * STEP);
    }
    /* With one negative kind the direction does not depend on how often it was drawn. */
    double length = norm(moved) * norm(slope);
    assertThat(dot(moved, slope) / length).isCloseTo(-1, within(1e-4));
    assertThat(norm(moved))
        .as("the first step of Adagrad is the rate times sqrt(dimension)")
        .isCloseTo(0.02 * Math.sqrt(DIMENSION), within(1e-4));
    double[] item = coordinates(model.items(), 1);
    double[] query = direction(query(before, items));
    assertThat(dot(item, query)).as("the item comes nearer").isGreaterThan(dot(items[1], query));
    assertThat(dot(coordinates(model.items(), 2), query))
        .as("the negative goes away")
        .isLessThan(dot(items[2], query));
  }

  @Test
  void saysHowLikelyItDraws() {
    StreamShape shape = Streams.shape(1, 4, 100);
    SoftmaxSettings half = RecordSettings.bind(SoftmaxSettings.class, Map.of("negatives", "2000"));
    SoftmaxNegatives negatives =
        new SoftmaxNegatives(shape, half, Double.POSITIVE_INFINITY, new Generator(9));
    for (int event = 0; event < 1000; event++) {
      negatives.add(event < 4 ? event : event % 10 == 0 ? 1 : 2, true);
    }
    negatives.draw(0, 0);
    long ones = 0;
    for (int k = 0; k < negatives.count(); k++) {
      assertThat(negatives.items[k]).as("not the item itself").isNotEqualTo(0);
      ones += negatives.items[k] == 1 ? 1 : 0;
    }
    assertThat(Math.exp(negatives.logProbability(1))).isCloseTo(ones / 2000.0, within(0.06));
    assertThat(Math.exp(negatives.logProbability(2)))
        .isGreaterThan(3 * Math.exp(negatives.logProbability(1)));
  }

  /* log(1 + n exp(z2 - z1)): n and the corrections for the draws only scale its gradient here. */
  private double loss(double[] user, double[][] items) {
    double[] q = direction(query(user, items));
    double first = dot(q, direction(items[1])) / settings.temperature();
    double second = dot(q, direction(items[2])) / settings.temperature();
    return Math.log1p(Math.exp(second - first));
  }

  private double[] query(double[] user, double[][] items) {
    double[] latest = direction(items[0]);
    double[] raw = user.clone();
    for (int k = 0; k < DIMENSION; k++) {
      raw[k] += (settings.historyWeight() + settings.lastItemWeight()) * latest[k];
    }
    return raw;
  }

  private static double[] coordinates(FactorTable table, int row) {
    double[] values = new double[DIMENSION];
    for (int k = 0; k < DIMENSION; k++) {
      values[k] = table.values()[table.offset(row) + k];
    }
    return values;
  }

  private static double[] direction(double[] vector) {
    double[] unit = vector.clone();
    for (int k = 0; k < unit.length; k++) {
      unit[k] /= norm(vector);
    }
    return unit;
  }

  private static double norm(double[] vector) {
    return Math.sqrt(dot(vector, vector));
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }
}
