package io.eddyline.k8s.cli;

import io.eddyline.learner.evaluate.ColdStartComparison;
import io.eddyline.learner.evaluate.ColdStartReport;
import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.Forgetting;
import io.eddyline.learner.evaluate.GridPoint;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Segment;
import io.eddyline.learner.evaluate.report.QualityPlots;
import io.eddyline.learner.evaluate.study.HoldoutSummary;
import io.eddyline.learner.evaluate.study.QualitySpread;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Spread;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code evaluate} prints and writes. */
final class EvaluationOutput {
  private static final String REPORT_FILE = "evaluation.json";

  private final PrintWriter out;

  EvaluationOutput(PrintWriter out) {
    this.out = out;
  }

  /** One table; of several seeds with deviations, and a line of extremes. */
  void print(SeedSummary summary) {
    EvaluationReport first = summary.first();
    for (GridPoint point : first.grid()) {
      out.printf(
          Locale.ROOT,
          "%s: NDCG@10 %.4f, last 20 %% %.4f, %.1f us an event%n",
          point.settings(),
          point.whole().ndcg10(),
          point.last20().ndcg10(),
          point.usPerEvent());
    }
    out.printf(
        Locale.ROOT,
        "%s on %s: %d events, %d evaluated, %.1f us an event%n",
        summary.model(),
        summary.data(),
        first.events(),
        first.evaluated(),
        summary.usPerEvent().mean());
    String columns =
        summary.runs().size() == 1 ? "%-28s %10s %10s %10s%n" : "%-28s %17s %17s %17s%n";
    out.printf(Locale.ROOT, columns, "", "NDCG@10", "Recall@10", "MRR@10");
    row(columns, "whole", summary.whole());
    row(columns, "first 20 %", summary.first20());
    row(columns, "last 20 %", summary.last20());
    if (summary.runs().size() == 1) {
      for (Segment segment : first.segments()) {
        out.printf(
            Locale.ROOT,
            "%-28s %10.4f %10.4f %10.4f%n",
            segment.by() + " " + segment.name(),
            segment.ndcg10(),
            segment.recall10(),
            segment.mrr10());
      }
    } else {
      Spread ndcg = summary.whole().ndcg10();
      out.printf(
          Locale.ROOT,
          "%d seeds, NDCG@10 of the whole from %.4f to %.4f%n",
          ndcg.count(),
          ndcg.min(),
          ndcg.max());
    }
    summary.runs().stream().map(EvaluationReport::forgetting).forEach(this::printForgetting);
    out.flush();
  }

  /** Metrics, and what differs from published tables. */
  void print(HoldoutSummary summary) {
    HoldoutReport result = summary.first();
    out.printf(
        Locale.ROOT,
        "%s on %s, %s: %d events, %d users and %d items held out, %.1f us an event%n",
        result.model(),
        result.data(),
        result.protocol(),
        result.events(),
        result.users(),
        result.targets(),
        summary.usPerEvent().mean());
    String columns = summary.runs().size() == 1 ? "%-28s %10s%n" : "%-28s %17s%n";
    summary
        .metrics()
        .forEach((name, spread) -> out.printf(Locale.ROOT, columns, name, spread.text(4)));
    result.differs().forEach(sentence -> out.printf(Locale.ROOT, "differs: %s%n", sentence));
    out.flush();
  }

  /** New items at their first event, with attributes, with shuffled ones, without. */
  void print(ColdStartComparison result, String data) {
    out.printf(
        Locale.ROOT,
        "cold start on %s: first rank of %d new items, whose users have a history%n",
        data,
        result.own().items());
    out.printf(Locale.ROOT, "%-28s %15s %10s%n", "", "mean percentile", "top tenth");
    row("attributes", result.own());
    row("attributes, shuffled", result.shuffled());
    row("no attributes", result.none());
    out.flush();
  }

  private void row(String name, ColdStartReport report) {
    out.printf(
        Locale.ROOT, "%-28s %15.4f %10.4f%n", name, report.meanPercentile(), report.topTenth());
  }

  void write(ColdStartComparison result, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(REPORT_FILE), result.toJson());
  }

  /** The report of one seed as it is; of several, the summary with all of them. */
  void write(HoldoutSummary summary, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(REPORT_FILE),
        summary.runs().size() == 1 ? summary.first().toJson() : summary.toJson());
  }

  /** The report of one seed as it is; of several, the summary with all of them; and the plots. */
  void write(SeedSummary summary, Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve(REPORT_FILE),
        summary.runs().size() == 1 ? summary.first().toJson() : summary.toJson());
    QualityPlots.of(summary).write(folder);
  }

  private void row(String columns, String name, QualitySpread quality) {
    out.printf(
        Locale.ROOT,
        columns,
        name,
        quality.ndcg10().text(4),
        quality.recall10().text(4),
        quality.mrr10().text(4));
  }

  private void printForgetting(@Nullable Forgetting forgetting) {
    if (forgetting != null) {
      out.printf(
          Locale.ROOT,
          "first tenth, %d events: NDCG@10 %.4f when learnt, %.4f at the end"
              + " (%.4f among the items of then), %.1f %% lost%n",
          forgetting.asked(),
          forgetting.learnt().ndcg10(),
          forgetting.end().ndcg10(),
          forgetting.endSameItems().ndcg10(),
          100 * forgetting.lost());
    }
  }
}
