package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.learner.evaluate.ColdStartComparison;
import io.eddyline.learner.evaluate.ColdStartEvaluation;
import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.HoldoutEvaluation;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.study.HoldoutSummary;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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

/** Evaluation over files, without Kafka. */
@Command(
    name = "evaluate",
    description =
        "Ranks each event of a file before it is trained, or held-out items afterwards; prints and"
            + " writes the quality.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private final DataSetOptions data = new DataSetOptions();

  @Mixin private final ProtocolOptions options = new ProtocolOptions();

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description =
          "dual-queue, item-knn, bpr, isgd, softmax, ials, decayed-popularity or popularity;"
              + " dual-queue.")
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

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write evaluation.json there, and where every event is ranked plots of the quality along"
              + " the stream, by user age and by item popularity.")
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
    String fault = options.fault(seeds != 1, forgetting);
    if (fault != null) {
      throw new ParameterException(spec.commandLine(), fault);
    }
    if (options.coldStart && !(data.hasTitles() && model.equals("dual-queue"))) {
      throw new ParameterException(
          spec.commandLine(), "--cold-start needs --items FILE and is of dual-queue alone");
    }
    EvaluationEvents events =
        columns(data.read(spec.commandLine().getErr()).events(), data.maxEvents);
    EvaluationOutput output = new EvaluationOutput(spec.commandLine().getOut());
    if (options.coldStart) {
      ColdStartComparison result =
          ColdStartEvaluation.compare(events, ItemAttributes.of(data.titles()), settings);
      output.print(result, dataName());
      if (report != null) {
        output.write(result, report);
      }
    } else if (options.protocol == Protocol.PREQUENTIAL) {
      SeedSummary summary =
          SeedSummary.of(options.isTuning() ? List.of(tune(events)) : runs(events));
      output.print(summary);
      if (report != null) {
        output.write(summary, report);
      }
    } else {
      HoldoutSummary result = HoldoutSummary.of(holdout(events));
      output.print(result);
      if (report != null) {
        output.write(result, report);
      }
    }
    return 0;
  }

  private List<EvaluationReport> runs(EvaluationEvents events) {
    List<EvaluationReport> reports = new ArrayList<>();
    List<Map<String, String>> runs = Seeds.of(model, settings, seeds);
    try (ProgressBar bar = Progress.bar(model, (long) events.count() * runs.size(), "events")) {
      for (Map<String, String> seeded : runs) {
        long before = (long) events.count() * reports.size();
        reports.add(
            Evaluation.run(model, dataName(), events, seeded, forgetting, progress(bar, before)));
      }
    }
    return reports;
  }

  private EvaluationReport tune(EvaluationEvents events) {
    try (ProgressBar bar = Progress.bar(model, events.count(), "events a run")) {
      return Evaluation.tune(model, dataName(), events, settings, options.axes(), progress(bar, 0));
    }
  }

  private List<HoldoutReport> holdout(EvaluationEvents events) {
    HoldoutData divided =
        options.test == null
            ? HoldoutData.leaveLastOut(events)
            : HoldoutData.split(
                events,
                columns(
                    data.read(List.of(options.test), spec.commandLine().getErr()).events(),
                    Integer.MAX_VALUE));
    long steps = (long) options.passes * divided.training().count() + divided.userCount();
    List<HoldoutReport> reports = new ArrayList<>();
    List<Map<String, String>> runs = Seeds.of(model, settings, seeds);
    try (ProgressBar bar = Progress.bar(model, steps * runs.size(), "steps")) {
      for (Map<String, String> seeded : runs) {
        reports.add(
            HoldoutEvaluation.run(
                model,
                dataName(),
                options.protocol,
                divided,
                options.passes,
                seeded,
                progress(bar, steps * reports.size())));
      }
    }
    return reports;
  }

  private static io.eddyline.learner.evaluate.Progress progress(ProgressBar bar, long before) {
    return (event, total, soFar) -> {
      bar.stepTo(before + event);
      bar.setExtraMessage(String.format(Locale.ROOT, "NDCG %.4f", soFar.ndcg10()));
    };
  }

  private String dataName() {
    return data.files.stream()
        .map(file -> String.valueOf(file.getFileName()))
        .collect(Collectors.joining(" "));
  }

  private EvaluationEvents columns(EventTable table, int limit) {
    EvaluationEvents.Builder events = new EvaluationEvents.Builder().weights(options.weights);
    for (int index = 0; index < Math.min(limit, table.size()); index++) {
      events.add(
          table.userId(table.userOrdinal(index)),
          table.itemId(table.itemOrdinal(index)),
          table.timestampMs(index),
          table.value(index));
    }
    return events.build();
  }
}
