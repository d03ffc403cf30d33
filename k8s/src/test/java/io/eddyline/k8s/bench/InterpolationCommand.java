package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.KafkaSink;
import io.eddyline.ingest.replay.ReplayConfig;
import io.eddyline.ingest.replay.Replayer;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.standalone.Standalone;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What mixing a version's rows with its parent's costs in quality and spares in lost hits: the same
 * stream through everything in one process, a run a factor, as the versions' own manifests tell it.
 */
@Command(
    name = "interpolation",
    description = "Quality and lost hits of versions by the factor of interpolation.",
    mixinStandardHelpOptions = true)
final class InterpolationCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--factor", split = ",", description = "Weights of the parent's rows.")
  private List<Double> factors = List.of(0.0, 0.25, 0.5, 0.75);

  @Option(names = "--rate", description = "Events a second.")
  private int rate = 2_500;

  @Option(names = "--interval", description = "Between two versions.")
  private String interval = "2s";

  @Option(names = "--seed", split = ",", description = "Of the learner; a run each.")
  private List<Long> seeds = List.of(1L);

  @Option(names = "--warm-up", description = "Events before the first version that counts.")
  private long warmUp = 20_000;

  @Override
  public Integer call() throws Exception {
    EventTable events = options.events();
    System.out.println(
        "| factor | seed | versions | fresh interactions | Recall@10 | NDCG@10 | lost hits |"
            + " compatibility |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (long seed : seeds) {
      for (double factor : factors) {
        print(factor, seed, run(events, factor, seed));
      }
    }
    return 0;
  }

  private List<Manifest> run(EventTable events, double factor, long seed) throws IOException {
    Path folder = options.runFolder("interpolation");
    EddylineConfig config =
        new ConfigLoader(Map.of())
            .load(EddylineConfig.class, null, settings(folder, factor, seed))
            .config();
    try (Standalone eddyline = Standalone.start(config)) {
      Awaitility.await().atMost(PATIENCE).until(eddyline::isReady);
      Map<String, Object> kafka = Map.of("bootstrap.servers", eddyline.bootstrapServers());
      try (KafkaSink sink = new KafkaSink(kafka, new TopicCatalogue(config.topics()))) {
        var _ = new Replayer(ReplayConfig.atRate(rate), sink, (_, _) -> {}).run(events, List.of());
      }
    }
    return manifests(folder);
  }

  /* A gate that measures and refuses nothing; every version is kept for the table. */
  private Map<String, String> settings(Path folder, double factor, long seed) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("eddyline.data-dir", folder.toString());
    settings.put("eddyline.serving.http.port", "0");
    settings.put("eddyline.gateway.port", "0");
    settings.put("eddyline.snapshots.interval", interval);
    settings.put("eddyline.snapshots.min-interval", interval);
    settings.put("eddyline.learning.seed", Long.toString(seed));
    settings.put("eddyline.snapshots.keep", "10000");
    settings.put("eddyline.snapshots.interpolation", Double.toString(factor));
    settings.put("eddyline.snapshots.gate.margin", "1");
    settings.put("eddyline.snapshots.gate.max-lost-hits", "1");
    settings.put("eddyline.snapshots.gate.max-interactions", "1000");
    settings.put("eddyline.snapshots.gate.wait-ms", "500");
    return settings;
  }

  private List<Manifest> manifests(Path folder) throws IOException {
    FileSnapshotStore store = new FileSnapshotStore(folder.resolve("snapshots"));
    List<Manifest> manifests = new ArrayList<>();
    for (long version : store.versions("main")) {
      Manifest manifest = store.open("main", version).manifest();
      if (manifest.trainedEvents() >= warmUp
          && manifest.metrics().getOrDefault("fresh_interactions", 0.0) > 0) {
        manifests.add(manifest);
      }
    }
    return manifests;
  }

  private static void print(double factor, long seed, List<Manifest> manifests) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %d | %d | %.0f | %.4f | %.4f | %.3f | %.3f |%n",
        factor,
        seed,
        manifests.size(),
        manifests.stream().mapToDouble(it -> weight(it, "fresh_interactions")).sum(),
        mean(manifests, "fresh_recall10", "fresh_interactions"),
        mean(manifests, "fresh_ndcg10", "fresh_interactions"),
        mean(manifests, "fresh_lost_hit_share", "reference_recall10"),
        mean(manifests, "compatibility", "fresh_interactions"));
  }

  /** The mean of a metric over the versions that tell it, weighed by another. */
  private static double mean(List<Manifest> manifests, String name, String weight) {
    double sum = 0;
    double weights = 0;
    for (Manifest manifest : manifests) {
      Double value = manifest.metrics().get(name);
      if (value != null) {
        sum += weight(manifest, weight) * value;
        weights += weight(manifest, weight);
      }
    }
    return sum / weights;
  }

  private static double weight(Manifest manifest, String name) {
    return manifest.metrics().getOrDefault(name, 0.0);
  }
}
