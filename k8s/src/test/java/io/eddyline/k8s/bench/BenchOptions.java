package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.EventTable;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.k8s.cluster.ClusterPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every runner is told: data, settings, virtual machines, folders. */
final class BenchOptions {
  private static final String PARTITIONS = "4";

  @Option(names = "--data", description = "Events; default ${DEFAULT-VALUE}.")
  private Path data = Path.of("data/online-retail-ii/events.tsv.gz");

  @Option(names = "--format", description = "csv or movielens; default ${DEFAULT-VALUE}.")
  private String format = "csv";

  @Option(names = "--setting", paramLabel = "KEY=VALUE", description = "Of every tier.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--jvm",
      split = ",",
      description = "Options of the tiers' virtual machines; default ${DEFAULT-VALUE}.")
  private List<String> tierJvm =
      List.of("-Xmx1g", "-XX:+UseG1GC", "-XX:G1HeapRegionSize=8m", "-XX:+UseTransparentHugePages");

  @Option(
      names = "--broker-jvm",
      split = ",",
      description = "Options of the broker's; default ${DEFAULT-VALUE}.")
  private List<String> brokerJvm = List.of("-Xmx1g", "-XX:+UseG1GC");

  @Option(names = "--folder", description = "Where everything is written; emptied by nobody.")
  private Path folder = Path.of("target/bench");

  /** Reads the events. */
  EventTable events() {
    return DataSetReader.read(DataFormat.of(format), ReadOptions.none(), List.of(data)).events();
  }

  /** One broker, the settings of the command line and these. */
  ClusterPlan plan(Map<String, String> own, List<String> moreTierJvm) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("eddyline.topics.user-partitions", PARTITIONS);
    all.put("eddyline.topics.item-partitions", PARTITIONS);
    all.putAll(own);
    all.putAll(settings);
    List<String> jvm = new ArrayList<>(tierJvm);
    jvm.addAll(moreTierJvm);
    return new ClusterPlan(1, brokerJvm, jvm, all);
  }

  /** A folder that no run has used. */
  Path runFolder(String name) {
    return folder.resolve(name + "-" + Long.toString(System.currentTimeMillis(), 36));
  }
}
