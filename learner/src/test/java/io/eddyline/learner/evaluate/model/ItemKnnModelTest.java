package io.eddyline.learner.evaluate.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ItemKnnModelTest {

  @Test
  void scoresByItsFormula() {
    StreamShape shape = Streams.shape(2, 3, 5);
    ItemKnnModel model =
        new ItemKnnModel(
            shape, RecordSettings.bind(ItemKnnSettings.class, Map.of("score-scale", "10")));
    Streams.train(model, shape, new int[][] {{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}});
    float[] scores = Streams.scores(model, 1, 3);
    double n2 = Math.pow(22, -0.4);
    double n1 = Math.pow(21, -0.4);
    /* history of the second user: 1, 0; C[1][0] = 2, C[1][2] = 1, C[0][2] = 0.95 */
    assertThat((double) scores[0]).isCloseTo(10 * 2 * n2 * n2, within(1e-5));
    assertThat((double) scores[1]).isCloseTo(10 * 0.7 * 2 * n2 * n2, within(1e-5));
    assertThat((double) scores[2]).isCloseTo(10 * (1 + 0.7 * 0.95) * n1 * n2, within(1e-5));
  }

  @Test
  void weighsPairsByTheirEvent() {
    StreamShape shape = Streams.shape(1, 3, 3);
    ItemKnnModel model = new ItemKnnModel(shape, RecordSettings.defaults(ItemKnnSettings.class));
    model.train(0, 0, 1, 1);
    model.train(0, 1, 0.5f, 2);
    float light = Streams.scores(model, 0, 3)[1];
    ItemKnnModel full = new ItemKnnModel(shape, RecordSettings.defaults(ItemKnnSettings.class));
    full.train(0, 0, 1, 1);
    full.train(0, 1, 1, 2);
    assertThat(light).isCloseTo(Streams.scores(full, 0, 3)[1] / 2, within(1e-5f));
  }
}
