package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NormalEquationsTest {

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 2", "16, 40", "17, 0", "33, 256", "64, 600"})
  void solvesAsEliminationDoes(int dimension, int count) {
    SplittableRandom random = new SplittableRandom(11);
    float[] vectors = new float[(count + 1) * dimension];
    double[][] rows = new double[count][dimension];
    int[] slots = new int[count];
    float[] weights = new float[count];
    double[] doubleWeights = new double[count];
    for (int k = 0; k < count; k++) {
      slots[k] = count - k;
      weights[k] = random.nextInt(1, 4);
      doubleWeights[k] = weights[k];
      for (int c = 0; c < dimension; c++) {
        float value = (float) random.nextDouble(-1, 1);
        vectors[slots[k] * dimension + c] = value;
        rows[k][c] = value;
      }
    }
    float[] gram = new float[dimension * dimension];
    for (int c = 0; c < dimension; c++) {
      gram[c * dimension + c] = 2;
    }
    NormalEquations equations = new NormalEquations(dimension);
    equations.start(gram, 0.5f, 3);
    equations.add(vectors, slots, weights, count);
    float[] solution = new float[dimension + 2];
    equations.solve(solution, 1);

    double[] expected =
        DenseSystem.solve(
            DenseSystem.matrix(rows, 0, 4, doubleWeights, dimension),
            DenseSystem.right(rows, doubleWeights, dimension));
    for (int c = 0; c < dimension; c++) {
      assertThat((double) solution[c + 1]).isCloseTo(expected[c], within(1e-4));
    }
    assertThat(solution[0]).isZero();
    assertThat(solution[dimension + 1]).isZero();
  }
}
