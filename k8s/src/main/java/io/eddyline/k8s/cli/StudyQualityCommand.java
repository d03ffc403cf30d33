package io.eddyline.k8s.cli;

import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.report.QualityReport;
import io.eddyline.learner.evaluate.report.StudyFacts;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.TuningFindings;
import io.eddyline.learner.evaluate.study.TuningPlan;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The learner against every baseline on every data set. */
@Command(
    name = "quality",
    description = {
      "Runs every model over every data set found, with default settings,",
      "and writes quality.md, quality.json and plots: what was aimed at, met and missed.",
      "With ml-100k also what the baselines' grids give on it."
    },
    mixinStandardHelpOptions = true)
final class StudyQualityCommand implements Callable<Integer> {
  @Mixin private final StudyOptions options = new StudyOptions();

  @Option(
      names = "--models",
      split = ",",
      paramLabel = "NAME",
      description = "Only these models, separated by commas; all.")
  private List<String> models = Evaluation.models();

  @Option(names = "--seeds", paramLabel = "N", description = "Seeds of each model that draws; 1.")
  private int seeds = 1;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    for (String model : models) {
      if (!Evaluation.models().contains(model)) {
        throw new ParameterException(
            spec.commandLine(),
            "model \"%s\": expected one of %s"
                .formatted(model, String.join(", ", Evaluation.models())));
      }
    }
    QualityPlan plan = QualityPlan.of(models);
    StudyOptions.Found data = options.everything(spec);
    StudyResults results = options.run(spec, data.streams(), plan.variants(), seeds);
    List<HoldoutFindings> holdouts = options.runHoldouts(data.holdouts(), plan.holdouts());
    TuningFindings tuning = tune(data.streams(), TuningPlan.of(plan));
    QualityReport report =
        new QualityReport(facts(), data.streams(), plan, results, holdouts, tuning);
    report.write(options.report());
    spec.commandLine().getOut().print(report.overview());
    spec.commandLine().getOut().flush();
    return 0;
  }

  /* What the grids give on the stream that they are run on, if it is there. */
  private TuningFindings tune(List<StudyData> streams, TuningPlan tuning) throws IOException {
    for (StudyData stream : streams) {
      if (stream.name().startsWith(TuningPlan.DATA) && !tuning.points().isEmpty()) {
        return tuning.findings(stream, options.run(spec, List.of(stream), tuning.variants(), 1));
      }
    }
    return TuningFindings.NONE;
  }

  private StudyFacts facts() {
    return models.equals(Evaluation.models())
        ? options.facts(spec, seeds)
        : options.facts(spec, seeds, "--models " + String.join(",", models));
  }
}
