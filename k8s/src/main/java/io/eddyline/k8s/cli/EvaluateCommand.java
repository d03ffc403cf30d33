package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Prequential evaluation over a file, without Kafka. */
@Command(
    name = "evaluate",
    description = "Ranks each event of a file before it is trained; prints and writes the quality.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private final DataSetOptions data = new DataSetOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "dual-queue, item-knn, bpr or popularity; dual-queue.")
  private String model = "dual-queue";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "A setting of the model, for instance replays=2; may be repeated.")
  private Map<String, String> settings = new LinkedHashMap<>();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "Run the seeds seed, seed + 1, …; gives mean and spread. 1.")
  private int seeds = 1;

  @Option(
      names = "--forgetting",
      description = "Ask for the events of the first tenth again at the end; dual-queue alone.")
  private boolean forgetting;

  @Option(names = "--report", paramLabel = "DIR", description = "Write evaluation.json there.")
  private @Nullable Path report;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (!Evaluation.models().contains(model)) {
      throw new ParameterException(
          spec.commandLine(),
          "model \"%s\": expected one of %s"
              .formatted(model, String.join(", ", Evaluation.models())));
    }
    EventTable table = data.read(spec.commandLine().getErr()).events();
    EvaluationEvents events = columns(table, data.maxEvents);
    List<EvaluationReport> reports = new ArrayList<>();
    List<Map<String, String>> runs = Seeds.of(model, settings, seeds);
    try (ProgressBar bar = Progress.bar(model, (long) events.count() * runs.size(), "events")) {
      for (Map<String, String> seeded : runs) {
        reports.add(run(events, seeded, bar, (long) events.count() * reports.size()));
      }
    }
    EvaluationOutput output = new EvaluationOutput(spec.commandLine().getOut());
    output.print(SeedSummary.of(reports));
    if (report != null) {
      output.write(SeedSummary.of(reports), report);
    }
    return 0;
  }

  private EvaluationReport run(
      EvaluationEvents events, Map<String, String> seeded, ProgressBar bar, long before) {
    return Evaluation.run(
        model,
        dataName(),
        events,
        seeded,
        forgetting,
        (event, total, soFar) -> {
          bar.stepTo(before + event);
          bar.setExtraMessage("NDCG@10 %.4f".formatted(soFar.ndcg10()));
        });
  }

  private String dataName() {
    return data.files.stream()
        .map(file -> String.valueOf(file.getFileName()))
        .collect(Collectors.joining(" "));
  }

  private static EvaluationEvents columns(EventTable table, int limit) {
    EvaluationEvents.Builder events = new EvaluationEvents.Builder();
    for (int index = 0; index < Math.min(limit, table.size()); index++) {
      events.add(
          table.userId(table.userOrdinal(index)),
          table.itemId(table.itemOrdinal(index)),
          table.timestampMs(index));
    }
    return events.build();
  }
}
