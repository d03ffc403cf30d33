package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.HealthServer;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.k8s.rebuild.RebuildFrom;
import io.eddyline.k8s.rebuild.RebuildProcess;
import io.eddyline.k8s.rebuild.SwapMode;
import io.eddyline.learner.stream.Learner;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The learner tier. */
@Command(
    name = "learner",
    description = {
      "Learns from the cleaned events.",
      "With --rebuild-from it retrains --model from the log, beside the model that is served,"
          + " builds its snapshots, and has it served when it has caught up."
    },
    mixinStandardHelpOptions = true)
final class LearnerCommand extends ServiceCommand {
  @Option(names = "--model", paramLabel = "NAME", description = "The model that learns; main.")
  @Nullable String model;

  @Option(
      names = "--rebuild-from",
      paramLabel = "TIME",
      description =
          "Retrain from this moment on: earliest, a time such as 2026-03-01T00:00:00Z, or epoch"
              + " milliseconds.")
  @Nullable String rebuildFrom;

  @Option(
      names = "--swap",
      paramLabel = "auto|never",
      description = "Whether the rebuilt model is served when it has caught up; auto.",
      defaultValue = "auto")
  SwapMode swap = SwapMode.AUTO;

  @Override
  void applyFlags(ConfigOptions target) {
    target.with("model", model);
  }

  @Override
  void start(EddylineConfig config, CloseStack resources) {
    RebuildFrom from = rebuildFrom == null ? null : RebuildFrom.parse(rebuildFrom, Instant.now());
    ProcessContext context = resources.push(ProcessContext.open(config, Servers.required(config)));
    Tiers.applyTopics(context);
    Learner learner =
        from == null
            ? resources.push(Tiers.learner(context))
            : resources.push(RebuildProcess.start(context, from, swap)).learner();
    var _ = learner.failure().thenAccept(this::fail);
    resources.push(
        HealthServer.start(
            context, config.health(), config.health().learnerPort(), learner::running));
  }
}
