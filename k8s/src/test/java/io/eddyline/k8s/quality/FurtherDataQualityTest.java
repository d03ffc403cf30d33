package io.eddyline.k8s.quality;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Needs {@code -Pdata -Ddata.dir=DIR}; the reference figures stand in docs/benchmarks.md. */
@Tag("data")
class FurtherDataQualityTest {
  @TempDir Path reports;
  private String ml100k = "";

  @BeforeEach
  void findData() {
    Path file = Path.of(System.getProperty("data.dir", ""), "ml-100k", "u.data");
    assertThat(Files.isRegularFile(file))
        .as("%s is missing: give -Ddata.dir=DIR, the folder that holds ml-100k", file)
        .isTrue();
    ml100k = file.toString();
  }

  @Test
  void dualQueueReachesItsReference() throws IOException {
    EvaluateRun.assertReaches(
        0.1096, 0.2094, reports, "dual-queue", "--format", "movielens", ml100k);
  }

  @Test
  void dualQueueWithTwoReplaysReachesItsReference() throws IOException {
    EvaluateRun.assertReaches(
        0.1093,
        0.2094,
        reports,
        "dual-queue",
        "--set",
        "replays=2",
        "--format",
        "movielens",
        ml100k);
  }

  @Test
  void itemKnnReachesItsReference() throws IOException {
    EvaluateRun.assertReaches(0.1071, 0.2033, reports, "item-knn", "--format", "movielens", ml100k);
  }

  @Test
  void bprReachesItsReference() throws IOException {
    EvaluateRun.assertReaches(0.0758, 0.1515, reports, "bpr", "--format", "movielens", ml100k);
  }

  @Test
  void decayedPopularityReachesItsReference() throws IOException {
    EvaluateRun.assertReaches(
        0.0384, 0.0784, reports, "decayed-popularity", "--format", "movielens", ml100k);
  }
}
