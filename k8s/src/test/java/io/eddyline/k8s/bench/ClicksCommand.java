package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.cluster.ClusterPlan;
import io.eddyline.k8s.cluster.EddylineCluster;
import io.eddyline.k8s.cluster.Tier;
import io.eddyline.k8s.standalone.ChildProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long after its acknowledgement a click is in the next recommendation: in one process over
 * shared memory, and between processes over UDP on the loopback interface.
 */
@Command(
    name = "clicks",
    description = "Milliseconds from the 202 of an event to a recommendation that reflects it.",
    mixinStandardHelpOptions = true)
final class ClicksCommand implements Callable<Integer> {
  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--rate", description = "Events a second.")
  private int rate = 2000;

  @Option(names = "--warm-up", description = "Seconds that are not measured.")
  private int warmUpSeconds = 60;

  @Option(names = "--period", description = "Seconds of a period.")
  private int periodSeconds = 30;

  @Option(names = "--periods", description = "Measured periods.")
  private int periods = 2;

  @Option(
      names = "--ask-every",
      description = "Of so many requests with events one is asked about.")
  private int askEvery = 2;

  @Option(
      names = "--swap-ms",
      split = ",",
      description = "Milliseconds between versions, a run each; a day is no swap.")
  private List<Integer> swapMs = List.of(86_400_000, 5_000);

  @Option(names = "--processes", description = "Each tier a process, over UDP; otherwise one.")
  private boolean processes;

  @Override
  public Integer call() throws Exception {
    EventTable events = options.events();
    System.out.println(
        "| versions every | what | events or questions | p50, ms | p90, ms | p99, ms |");
    System.out.println("|---|---|---|---|---|---|");
    for (int interval : swapMs) {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("eddyline.snapshots.interval", interval + "ms");
      Path folder = options.runFolder("clicks");
      if (processes) {
        between(events, settings, folder, interval);
      } else {
        within(events, settings, folder, interval);
      }
    }
    return 0;
  }

  private void within(EventTable events, Map<String, String> settings, Path folder, int interval)
      throws Exception {
    ClusterPlan plan = options.plan(settings, List.of());
    Map<String, String> all = new LinkedHashMap<>(plan.settings());
    all.put("eddyline.data-dir", folder.toString());
    all.put("eddyline.gateway.port", "0");
    all.put("eddyline.serving.http.port", "0");
    Path log = folder.resolveSibling(folder + ".log");
    try (ChildProcess process = ChildProcess.start(all, plan.tierJvm(), log)) {
      measure(events, process.ingestUrl(), process.servingUrl(), interval);
    }
  }

  private void between(EventTable events, Map<String, String> settings, Path folder, int interval)
      throws Exception {
    try (EddylineCluster cluster =
        EddylineCluster.start(folder, folder.resolve("logs"), options.plan(settings, List.of()))) {
      List<Tier> tiers = new ArrayList<>();
      Tier ingest = cluster.startIngest("ingest");
      Tier serving = cluster.startServing("serving");
      tiers.add(ingest);
      tiers.add(cluster.startLearner("learner-1"));
      tiers.add(cluster.startSnapshots("snapshots"));
      tiers.add(serving);
      tiers.forEach(Tier::awaitReady);
      measure(events, ingest.url(), serving.url(), interval);
    }
  }

  private void measure(EventTable events, URI gateway, URI serving, int interval) throws Exception {
    try (ClickLoad load = new ClickLoad(events, gateway, serving, rate);
        HttpClient http = HttpClient.newHttpClient()) {
      Histogram _ = load.run(warmUpSeconds, askEvery);
      for (int period = 0; period < periods; period++) {
        FreshnessLegs before = FreshnessLegs.of(scrape(http, serving));
        Histogram visibleUs = load.run(periodSeconds, askEvery);
        row(interval, "202 to the answer", visibleUs);
        for (String leg : FreshnessLegs.of(scrape(http, serving)).rowsSince(before)) {
          System.out.printf("| %d ms %s%n", interval, leg);
        }
        System.out.printf(
            "%n%d events acknowledged, %d requests failed, %d answers without their event%n%n",
            load.acknowledged(), load.failures(), load.unsatisfied());
      }
    }
  }

  private static void row(int interval, String what, Histogram us) {
    System.out.printf(
        Locale.ROOT,
        "| %d ms | %s | %d | %.1f | %.1f | %.1f |%n",
        interval,
        what,
        us.getTotalCount(),
        us.getValueAtPercentile(50) / 1e3,
        us.getValueAtPercentile(90) / 1e3,
        us.getValueAtPercentile(99) / 1e3);
  }

  private static String scrape(HttpClient http, URI serving)
      throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(serving.resolve("/metrics")).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }
}
