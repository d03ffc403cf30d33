package io.eddyline.k8s.bench;

import io.eddyline.k8s.bench.catalogue.HubnessCommand;
import io.eddyline.k8s.bench.catalogue.LargeCatalogueCommand;
import io.eddyline.k8s.bench.overlay.OverlayBlockCommand;
import io.eddyline.k8s.bench.overlay.StaleNeighboursCommand;
import io.eddyline.k8s.bench.overlay.StalePriorsCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Measures Eddyline through Kafka; each command prints rows of a table. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CommandLine.HelpCommand.class,
      ThroughputCommand.class,
      FreshnessCommand.class,
      ClicksCommand.class,
      AvailabilityCommand.class,
      GrowthCommand.class,
      StoreCommand.class,
      InstancesCommand.class,
      FailoverCommand.class,
      SwapCommand.class,
      InterpolationCommand.class,
      GateCommand.class,
      RetrievalCommand.class,
      OverlayBlockCommand.class,
      StalePriorsCommand.class,
      StaleNeighboursCommand.class,
      LargeCatalogueCommand.class,
      HubnessCommand.class
    })
final class BenchMain {
  private BenchMain() {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new BenchMain()).execute(args));
  }
}
