package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.standalone.Standalone;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Everything in one process. */
@Command(
    name = "standalone",
    description =
        "Runs everything in one process, with a broker of its own unless --kafka names one.",
    mixinStandardHelpOptions = true)
final class StandaloneCommand extends ServiceCommand {
  @Option(names = "--http-port", paramLabel = "PORT", description = "Recommendations; 8080.")
  @Nullable Integer httpPort;

  @Option(names = "--ingest-port", paramLabel = "PORT", description = "Events; 8081.")
  @Nullable Integer ingestPort;

  @Option(
      names = "--snapshot-interval",
      paramLabel = "TIME",
      description = "Longest time from a change to the snapshot that holds it; 30s.")
  @Nullable String snapshotInterval;

  @Override
  void applyFlags(ConfigOptions target) {
    target
        .with("serving.http.port", httpPort)
        .with("gateway.port", ingestPort)
        .with("snapshots.interval", snapshotInterval);
  }

  @Override
  void start(EddylineConfig config, CloseStack resources) {
    Standalone standalone = resources.push(Standalone.start(config));
    var _ = standalone.failure().thenAccept(this::fail);
    spec.commandLine()
        .getOut()
        .printf(
            "events: %s/v1/events  recommendations: %s/v1/users/{id}/recommendations%n",
            standalone.ingestUrl(), standalone.servingUrl());
    spec.commandLine().getOut().flush();
  }
}
