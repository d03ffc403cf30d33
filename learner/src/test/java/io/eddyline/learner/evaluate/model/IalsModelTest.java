package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IalsModelTest {
  private static final int DIMENSION = 3;
  private static final int USERS = 4;
  private static final int ITEMS = 5;
  private static final int[][] EVENTS = {
    {0, 0}, {0, 1}, {1, 0}, {1, 2}, {2, 1}, {2, 3}, {3, 4}, {3, 0}, {0, 3}, {1, 0}
  };

  private final IalsSettings settings =
      RecordSettings.bind(
          IalsSettings.class,
          Map.of("dimension", "3", "refits", "1", "history-decay", "0.8", "seed", "5"));

  @Test
  void fitsAndFoldsInAsTheEquationsSay() {
    StreamShape shape = Streams.shape(USERS, ITEMS, EVENTS.length);
    IalsModel model = new IalsModel(shape, settings);
    Streams.train(model, shape, EVENTS);
    Naive naive = new Naive();
    for (int event = 0; event < EVENTS.length; event++) {
      naive.seen[EVENTS[event][0]][EVENTS[event][1]] = 1;
      if (event == 1) {
        naive.fit(8);
      } else if (event == 5 || event == 9) {
        naive.fit(4);
      }
    }
    /* user 2 had item 1, then 3 */
    double[] weights = {0, 0.8, 0, 1, 0};
    double[] query =
        DenseSystem.solve(
            DenseSystem.matrix(naive.items, 0.1, 1, weights, DIMENSION),
            DenseSystem.right(naive.items, weights, DIMENSION));
    float[] scores = Streams.scores(model, 2, ITEMS);
    for (int item = 0; item < ITEMS; item++) {
      double score = 0;
      for (int k = 0; k < DIMENSION; k++) {
        score += 10 * query[k] * naive.items[item][k];
      }
      assertThat((double) scores[item]).isCloseTo(score, within(2e-3));
    }
    assertThat(scores[3]).as("an item of the user").isGreaterThan(scores[4] + 0.5f);
  }

  @Test
  void scoresNothingBeforeItsFirstFit() {
    StreamShape shape = Streams.shape(USERS, ITEMS, 1000);
    IalsModel model = new IalsModel(shape, settings);
    Streams.train(model, shape, EVENTS);
    assertThat(Streams.scores(model, 0, ITEMS)).containsOnly(0);
  }

  /** Alternating least squares over dense matrices. */
  private final class Naive {
    private final double[][] seen = new double[USERS][ITEMS];
    private final double[][] users = new double[USERS][DIMENSION];
    private final double[][] items = new double[ITEMS][DIMENSION];

    private Naive() {
      Generator generator = new Generator(settings.seed());
      for (double[] item : items) {
        Arrays.setAll(item, k -> (float) (0.1 * generator.nextGaussian()));
      }
    }

    private void fit(int sweeps) {
      for (int sweep = 0; sweep < sweeps; sweep++) {
        for (int user = 0; user < USERS; user++) {
          users[user] = row(items, seen[user]);
        }
        for (int item = 0; item < ITEMS; item++) {
          double[] weights = new double[USERS];
          for (int user = 0; user < USERS; user++) {
            weights[user] = seen[user][item];
          }
          items[item] = row(users, weights);
        }
      }
    }

    private double[] row(double[][] fixed, double[] weights) {
      return DenseSystem.solve(
          DenseSystem.matrix(fixed, 0.1, 1, weights, DIMENSION),
          DenseSystem.right(fixed, weights, DIMENSION));
    }
  }
}
