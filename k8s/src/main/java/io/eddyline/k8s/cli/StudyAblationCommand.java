package io.eddyline.k8s.cli;

import io.eddyline.learner.evaluate.report.AblationReport;
import io.eddyline.learner.evaluate.report.StudyFacts;
import io.eddyline.learner.evaluate.study.AblationPlan;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.Variant;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
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

  @Option(
      names = "--changes",
      split = ";",
      paramLabel = "NAME",
      description = "Only these rows of the table, by name, separated by semicolons.")
  private List<String> changes = List.of();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    List<StudyData> data = options.streams(spec, QUICK);
    List<Variant> variants = variants();
    StudyResults results = options.run(spec, data, variants, seeds);
    AblationReport report = new AblationReport(facts(), data, variants, results);
    report.write(options.report());
    spec.commandLine().getOut().print(report.overview());
    spec.commandLine().getOut().flush();
    return 0;
  }

  private StudyFacts facts() {
    return changes.isEmpty()
        ? options.facts(spec, seeds)
        : options.facts(spec, seeds, "--changes \"%s\"".formatted(String.join(";", changes)));
  }

  /** The default and what was asked for, in the order of the plan. */
  private List<Variant> variants() {
    List<Variant> all = AblationPlan.variants();
    if (changes.isEmpty()) {
      return all;
    }
    List<String> names = all.stream().map(Variant::name).toList();
    for (String change : changes) {
      if (!names.contains(change)) {
        throw new ParameterException(
            spec.commandLine(),
            "change \"%s\": expected some of %s".formatted(change, String.join("; ", names)));
      }
    }
    return all.stream()
        .filter(variant -> variant.equals(AblationPlan.DEFAULT) || changes.contains(variant.name()))
        .toList();
  }
}
