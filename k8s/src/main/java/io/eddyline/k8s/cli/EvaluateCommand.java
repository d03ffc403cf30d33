package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.learner.evaluate.Evaluation;
import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.GridPoint;
import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.HoldoutEvaluation;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.Quality;
import io.eddyline.learner.evaluate.Segment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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

/** Evaluation over files, without Kafka. */
@Command(
    name = "evaluate",
    description =
        "Ranks each event of a file before it is trained, or held-out items afterwards; prints and"
            + " writes the quality.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private static final String REPORT_FILE = "evaluation.json";

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
    String fault = options.fault();
    if (fault != null) {
      throw new ParameterException(spec.commandLine(), fault);
    }
    EvaluationEvents events =
        columns(data.read(spec.commandLine().getErr()).events(), data.maxEvents);
    String json = options.protocol == Protocol.PREQUENTIAL ? prequential(events) : holdout(events);
    if (report != null) {
      Files.createDirectories(report);
      Files.writeString(report.resolve(REPORT_FILE), json);
    }
    return 0;
  }

  private String prequential(EvaluationEvents events) {
    EvaluationReport result;
    try (ProgressBar bar = Progress.bar(model, events.count(), "events")) {
      result =
          options.isTuning()
              ? Evaluation.tune(model, dataName(), events, settings, options.axes(), progress(bar))
              : Evaluation.run(model, dataName(), events, settings, progress(bar));
    }
    print(result);
    return result.toJson();
  }

  private String holdout(EvaluationEvents events) {
    HoldoutData divided =
        options.test == null
            ? HoldoutData.leaveLastOut(events)
            : HoldoutData.split(
                events,
                columns(
                    data.read(List.of(options.test), spec.commandLine().getErr()).events(),
                    Integer.MAX_VALUE));
    HoldoutReport result;
    try (ProgressBar bar = Progress.bar(model, events.count(), "steps")) {
      result =
          HoldoutEvaluation.run(
              model,
              dataName(),
              options.protocol,
              divided,
              options.passes,
              settings,
              progress(bar));
    }
    print(result);
    return result.toJson();
  }

  private static io.eddyline.learner.evaluate.Progress progress(ProgressBar bar) {
    return (event, total, soFar) -> {
      bar.maxHint(total);
      bar.stepTo(event);
      bar.setExtraMessage("NDCG %.4f".formatted(soFar.ndcg10()));
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

  private void print(EvaluationReport result) {
    PrintWriter out = spec.commandLine().getOut();
    for (GridPoint point : result.grid()) {
      out.printf(
          "%s: NDCG@10 %.4f, last 20 %% %.4f, %.1f us an event%n",
          point.settings(), point.whole().ndcg10(), point.last20().ndcg10(), point.usPerEvent());
    }
    out.printf(
        "%s on %s: %d events, %d evaluated, %.1f us an event%n",
        result.model(), result.data(), result.events(), result.evaluated(), result.usPerEvent());
    out.printf("%-28s %10s %10s %10s%n", "", "NDCG@10", "Recall@10", "MRR@10");
    row(out, "whole", result.whole());
    row(out, "first 20 %", result.first20());
    row(out, "last 20 %", result.last20());
    for (Segment segment : result.segments()) {
      row(
          out,
          segment.by() + " " + segment.name(),
          new Quality(segment.ndcg10(), segment.recall10(), segment.mrr10()));
    }
    out.flush();
  }

  private void print(HoldoutReport result) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "%s on %s, %s: %d events, %d users and %d items held out, %.1f us an event%n",
        result.model(),
        result.data(),
        result.protocol(),
        result.events(),
        result.users(),
        result.targets(),
        result.usPerEvent());
    result.metrics().forEach((name, value) -> out.printf("%-28s %10.4f%n", name, value));
    result.differs().forEach(sentence -> out.printf("differs: %s%n", sentence));
    out.flush();
  }

  private static void row(PrintWriter out, String name, Quality quality) {
    out.printf(
        "%-28s %10.4f %10.4f %10.4f%n",
        name, quality.ndcg10(), quality.recall10(), quality.mrr10());
  }
}
