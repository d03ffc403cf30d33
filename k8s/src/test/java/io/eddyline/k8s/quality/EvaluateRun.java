package io.eddyline.k8s.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.k8s.cli.EddylineMain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code eddyline evaluate} and compares its report with reference figures. */
final class EvaluateRun {
  /** How far below the reference a figure may be. */
  private static final double TOLERANCE = 0.03;

  private EvaluateRun() {}

  /**
   * Evaluates a model and asserts NDCG@10 and Recall@10 of the whole stream.
   *
   * @param reports folder for the report
   * @param ndcg10 the reference
   * @param recall10 the reference
   */
  static void assertReaches(
      double ndcg10, double recall10, Path reports, String model, String... dataSet)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("evaluate", "--model", model));
    command.addAll(List.of("--report", reports.toString()));
    command.addAll(List.of(dataSet));
    assertThat(EddylineMain.run(command.toArray(String[]::new))).isZero();
    JsonNode whole =
        new ObjectMapper().readTree(reports.resolve("evaluation.json").toFile()).path("whole");
    assertThat(whole.path("ndcg10").asDouble())
        .as("NDCG@10 of %s", command)
        .isGreaterThan(ndcg10 * (1 - TOLERANCE));
    assertThat(whole.path("recall10").asDouble())
        .as("Recall@10 of %s", command)
        .isGreaterThan(recall10 * (1 - TOLERANCE));
  }
}
