package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class IsgdModelTest {

  @Test
  void stepsAsItsEquationsSay() {
    StreamShape shape = Streams.shape(1, 1, 1);
    IsgdModel model =
        new IsgdModel(
            shape,
            RecordSettings.bind(
                IsgdSettings.class,
                Map.of(
                    "dimension",
                    "2",
                    "replays",
                    "0",
                    "user-rate",
                    "0.1",
                    "item-rate",
                    "0.2",
                    "regularisation",
                    "0.05",
                    "temperature",
                    "0.5")));
    double[] a = coordinates(model.users());
    double[] b = coordinates(model.items());
    double error = 1 - a[0] * b[0] - a[1] * b[1];
    model.train(0, 0, 2, 0);
    double[] stepped = new double[2];
    double[] itemStepped = new double[2];
    for (int k = 0; k < 2; k++) {
      stepped[k] = a[k] + 2 * 0.1 * (error * b[k] - 0.05 * a[k]);
      itemStepped[k] = b[k] + 2 * 0.2 * (error * a[k] - 0.05 * b[k]);
    }
    assertThat(coordinates(model.users())).containsExactly(stepped, within(1e-6));
    assertThat(coordinates(model.items())).containsExactly(itemStepped, within(1e-6));
    double score = stepped[0] * itemStepped[0] + stepped[1] * itemStepped[1];
    assertThat((double) Streams.scores(model, 0, 1)[0]).isCloseTo(score / 0.5, within(1e-6));
  }

  @Test
  void learnsNothingOfNegativeFeedback() {
    IsgdModel model =
        new IsgdModel(Streams.shape(1, 1, 1), RecordSettings.defaults(IsgdSettings.class));
    float[] before = model.users().values().clone();
    model.train(0, 0, -1, 0);
    assertThat(model.users().values()).isEqualTo(before);
  }

  private static double[] coordinates(FactorTable table) {
    return new double[] {table.values()[0], table.values()[1]};
  }
}
