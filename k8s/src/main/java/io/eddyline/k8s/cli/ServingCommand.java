package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import picocli.CommandLine.Command;

/** The serving tier. */
@Command(
    name = "serving",
    description = "Answers recommendations from snapshots.",
    mixinStandardHelpOptions = true)
final class ServingCommand extends ServiceCommand {
  @Override
  void start(EddylineConfig config, CloseStack resources) {
    ProcessContext context = resources.push(ProcessContext.open(config, Servers.required(config)));
    Tiers.applyTopics(context);
    resources.push(Tiers.serving(context));
  }
}
