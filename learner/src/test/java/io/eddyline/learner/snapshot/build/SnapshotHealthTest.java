package io.eddyline.learner.snapshot.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.serde.RowKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a version's manifest, the gauges' source, says of the health of its rows. */
final class SnapshotHealthTest {
  private static final Duration INTERVAL = BuilderBench.CONFIG.interval();
  private static final int OTHERS = 30;

  private @TempDir Path root;
  private BuilderBench bench;

  @BeforeEach
  void start() throws Exception {
    bench = new BuilderBench(root);
    bench.start();
    bench.workAfter(Duration.ZERO);
  }

  @Test
  void emptyVersionHasNoHealth() throws Exception {
    assertThat(bench.newest().manifest().metrics()).isEmpty();
  }

  @Test
  void tellsEffectiveRankAndLengths() throws Exception {
    item("a", 1);
    item("b", -1);

    Map<String, Double> metrics = build();

    // (1, 1) and (-1, 1): orthogonal, both of length sqrt(2); the context is (0, 1).
    assertThat(metrics.get("item_effective_rank")).isEqualTo(2, within(1e-6));
    assertThat(metrics.get("item_norm_mean")).isEqualTo(Math.sqrt(2), within(1e-6));
    assertThat(metrics.get("context_norm_p95")).isEqualTo(1, within(1e-6));
    assertThat(metrics.get("user_effective_rank")).isZero();
    assertThat(metrics.get("item_norm_drift")).isZero();
  }

  @Test
  void lengthsDriftFromTheLastVersionAlsoOverRestart() throws Exception {
    item("a", 1);
    build();
    bench.start();
    bench.workAfter(Duration.ZERO);
    item("a", 7);

    Map<String, Double> metrics = build();

    // From sqrt(2) to sqrt(50) is four times sqrt(2) more.
    assertThat(metrics.get("item_norm_drift")).isEqualTo(4, within(1e-6));
  }

  @Test
  void hitThatTheNextVersionMissesIsLost() throws Exception {
    crowd(-1);
    item("target", 1);
    item("before", 1);
    user("ann", "target", "before");
    Map<String, Double> first = build();
    assertThat(first).containsEntry("sampled_interactions", 1.0).containsEntry("sampled_hits", 1.0);
    assertThat(first).containsEntry("previous_hits", 0.0);

    item("target", -9);
    Map<String, Double> second = build();

    assertThat(second)
        .containsEntry("previous_hits", 1.0)
        .containsEntry("lost_hits", 1.0)
        .containsEntry("lost_hit_share", 1.0)
        .containsEntry("sampled_interactions", 0.0);
  }

  @Test
  void hitThatStaysIsNotLostHoweverMuchTheUserHasSeenSince() throws Exception {
    crowd(-1);
    item("target", 1);
    item("before", 1);
    user("ann", "target", "before");
    build();

    user("ann", "other0", "target", "before");
    Map<String, Double> metrics = build();

    assertThat(metrics).containsEntry("previous_hits", 1.0).containsEntry("lost_hit_share", 0.0);
    // The new interaction led to an item of the crowd, away from the history.
    assertThat(metrics)
        .containsEntry("sampled_interactions", 1.0)
        .containsEntry("sampled_hits", 0.0);
  }

  @Test
  void affinityToTheHistoryMakesAHit() throws Exception {
    crowd(1);
    item("before", 1);
    bench.append(
        bench.topics.itemRows(),
        0,
        RowKeys.row("target"),
        TestRows.item(0.9f, 1, Map.of("before", 100f)));
    user("ann", "target", "before");

    assertThat(build())
        .containsEntry("sampled_interactions", 1.0)
        .containsEntry("sampled_hits", 1.0);
  }

  @Test
  void everyMetricGoesToTheMetricsTopic() throws Exception {
    item("a", 1);

    Map<String, Double> metrics = build();

    Map<String, Double> samples =
        bench.producer.history().stream()
            .filter(record -> record.topic().equals(bench.topics.metrics().name()))
            .map(record -> RecordSerdes.METRIC_SAMPLE.decode(record.value()))
            .peek(
                sample ->
                    assertThat(sample.getTagsMap())
                        .isEqualTo(Map.of("model", BuilderBench.MODEL, "version", "2")))
            .collect(
                Collectors.toMap(
                    sample -> sample.getName().substring("eddyline_snapshot_".length()),
                    MetricSample::getValue));
    assertThat(samples).isEqualTo(metrics);
  }

  private Map<String, Double> build() throws Exception {
    bench.workAfter(Duration.ZERO);
    bench.workAfter(INTERVAL);
    return bench.newest().manifest().metrics();
  }

  private void crowd(float first) {
    for (int k = 0; k < OTHERS; k++) {
      item("other" + k, first);
    }
  }

  private void item(String id, float first) {
    bench.append(bench.topics.itemRows(), 0, RowKeys.row(id), TestRows.item(first, 1, 1));
  }

  private void user(String id, String... history) {
    bench.append(
        bench.topics.userRows(),
        0,
        RowKeys.row(id),
        TestRows.user(1, List.of(history), List.of(history)));
  }
}
