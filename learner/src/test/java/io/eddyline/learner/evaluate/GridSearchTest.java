package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.evaluate.model.Models;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class GridSearchTest {

  @Test
  void runsEveryCombinationAndKeepsTheBest() {
    GridSearch search =
        new GridSearch(Map.of("b", List.of("1", "3", "2"), "a", List.of("10", "20")));
    assertThat(search.points())
        .hasSize(6)
        .startsWith(Map.of("a", "10", "b", "1"), Map.of("a", "10", "b", "3"));
    EvaluationReport best = search.run(GridSearchTest::report);
    assertThat(best.whole().ndcg10()).isEqualTo(0.23);
    assertThat(best.grid()).extracting(GridPoint::settings).isEqualTo(search.points());
  }

  @Test
  void refusesAnEmptyAxis() {
    assertThatThrownBy(() -> new GridSearch(Map.of("a", List.of())))
        .hasMessage("the grid has 0 points up to a: expected 1 to 1000");
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyModelsOwnGridIsOfItsSettings(String model) {
    EvaluationEvents events =
        new EvaluationEvents.Builder().add("u", "a", 1).add("v", "a", 2).add("v", "b", 3).build();
    EvaluationReport report =
        Evaluation.tune(model, "tiny", events, Map.of(), Map.of(), (event, count, soFar) -> {});
    assertThat(report.grid()).hasSize(new GridSearch(Models.grid(model)).points().size());
  }

  static List<String> models() {
    return Models.names();
  }

  private static EvaluationReport report(Map<String, String> point) {
    double ndcg =
        Double.parseDouble(Objects.requireNonNull(point.get("a"))) / 100
            + Double.parseDouble(Objects.requireNonNull(point.get("b"))) / 100;
    Quality quality = new Quality(Math.round(ndcg * 100) / 100.0, 0, 0);
    return new EvaluationReport(
        "m", "d", Map.of(), 1, 1, quality, quality, List.of(), 0, quality, List.of(), List.of(),
        null);
  }
}
