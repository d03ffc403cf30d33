package io.eddyline.k8s.cli;

import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import picocli.CommandLine.Command;

/** The ingest tier: gateway and cleaning. */
@Command(
    name = "ingest",
    description = "Runs the event interface and the cleaning of events.",
    mixinStandardHelpOptions = true)
final class IngestCommand extends ServiceCommand {
  @Override
  void start(EddylineConfig config, CloseStack resources) {
    ProcessContext context = resources.push(ProcessContext.open(config, Servers.required(config)));
    Tiers.applyTopics(context);
    Cleaning cleaning = resources.push(Tiers.cleaning(context));
    var _ = cleaning.failure().thenAccept(this::fail);
    resources.push(Tiers.gateway(context));
  }
}
