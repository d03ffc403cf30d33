package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.HealthServer;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.learner.snapshot.build.SnapshotAgent;
import picocli.CommandLine.Command;

/** The snapshot builder. */
@Command(
    name = "snapshots",
    description = "Builds snapshots from the learnt rows. Of several for a model one writes.",
    mixinStandardHelpOptions = true)
final class SnapshotsCommand extends ServiceCommand {
  @Override
  void start(EddylineConfig config, CloseStack resources) {
    ProcessContext context = resources.push(ProcessContext.open(config, Servers.required(config)));
    Tiers.applyTopics(context);
    SnapshotAgent agent = resources.push(Tiers.snapshots(context));
    resources.push(Tiers.attribution(context));
    resources.push(
        HealthServer.start(
            context, config.health(), config.health().snapshotsPort(), agent::isReady));
  }
}
