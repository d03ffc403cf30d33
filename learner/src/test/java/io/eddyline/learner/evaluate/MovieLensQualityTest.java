package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Quality on MovieLens 100k against the prototype's figures; it may be better, but not worse. */
@Tag("data")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MovieLensQualityTest {
  private static final double ALLOWED = 0.97;

  private EvaluationEvents events = new EvaluationEvents.Builder().build();

  @BeforeAll
  void read() throws IOException {
    Path file = Path.of(System.getProperty("data.dir"), "ml-100k", "u.data");
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (String line : Files.readAllLines(file)) {
      String[] fields = line.split("\t", -1);
      builder.add(fields[0], fields[1], 1000 * Long.parseLong(fields[3]));
    }
    events = builder.build();
  }

  @Test
  void dualQueue() {
    assertQuality("dual-queue", Map.of(), 0.1032, 0.1991);
  }

  @Test
  void dualQueueWithTwoReplays() {
    assertQuality("dual-queue", Map.of("replays", "2"), 0.1041, 0.2015);
  }

  @Test
  void itemKnn() {
    assertQuality("item-knn", Map.of(), 0.1071, 0.2033);
  }

  @Test
  void bpr() {
    assertQuality("bpr", Map.of(), 0.0687, 0.1415);
  }

  @Test
  void decayedPopularity() {
    assertQuality("decayed-popularity", Map.of(), 0.0384, 0.0784);
  }

  @Test
  void isgd() {
    assertQuality("isgd", Map.of("prior-weight", "1.5"), 0.0361, 0);
  }

  @Test
  void softmax() {
    Map<String, String> reference =
        Map.of("history-decay", "0.9", "temperature", "0.1", "prior-weight", "1");
    assertQuality("softmax", reference, 0.1043, 0.2024);
  }

  @Test
  void ials() {
    assertQuality("ials", Map.of("history-decay", "1"), 0.0630, 0.1293);
  }

  private void assertQuality(
      String model, Map<String, String> settings, double ndcg10, double recall10) {
    EvaluationReport report =
        Evaluation.run(model, "ml-100k", events, settings, (event, count, soFar) -> {});
    assertThat(report.evaluated()).isEqualTo(100_000);
    assertThat(report.whole().ndcg10()).as("NDCG@10").isGreaterThan(ALLOWED * ndcg10);
    assertThat(report.whole().recall10()).as("Recall@10").isGreaterThan(ALLOWED * recall10);
  }
}
