package io.eddyline.k8s.cli;

import io.eddyline.learner.evaluate.report.AblationReport;
import io.eddyline.learner.evaluate.study.AblationPlan;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyResults;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The learner with one ingredient changed at a time. */
@Command(
    name = "ablation",
    description = {
      "Runs the learner with each ingredient taken out or changed alone,",
      "and writes ablation.md, ablation.json and ablation.svg.",
      "Without --only: ml-100k, movietweetings and yoochoose-100k, the quick ones."
    },
    mixinStandardHelpOptions = true)
final class StudyAblationCommand implements Callable<Integer> {
  private static final List<String> QUICK = List.of("ml-100k", "movietweetings", "yoochoose-100k");

  @Mixin private final StudyOptions options = new StudyOptions();

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds of each change; 3.")
  private int seeds = 3;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<StudyData> data = options.streams(spec, QUICK);
    StudyResults results = options.run(spec, data, AblationPlan.variants(), seeds);
    AblationReport report =
        new AblationReport(options.facts(spec, seeds), data, AblationPlan.variants(), results);
    report.write(options.report());
    spec.commandLine().getOut().print(report.overview());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
