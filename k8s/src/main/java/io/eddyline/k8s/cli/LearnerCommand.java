package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.HealthServer;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.learner.stream.Learner;
import picocli.CommandLine.Command;

/** The learner tier. */
@Command(
    name = "learner",
    description = "Learns from the cleaned events.",
    mixinStandardHelpOptions = true)
final class LearnerCommand extends ServiceCommand {
  @Override
  void start(EddylineConfig config, CloseStack resources) {
    ProcessContext context = resources.push(ProcessContext.open(config, Servers.required(config)));
    Tiers.applyTopics(context);
    Learner learner = resources.push(Tiers.learner(context));
    var _ = learner.failure().thenAccept(this::fail);
    resources.push(
        HealthServer.start(
            context, config.health(), config.health().learnerPort(), learner::running));
  }
}
