package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.Forgetting;
import io.eddyline.learner.evaluate.Segment;
import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.QualitySpread;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Spread;
import io.eddyline.learner.evaluate.study.Variant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The tables of the quality report. Stateless; any thread. */
final class QualityTables {
  private static final int DECIMALS = 4;

  private QualityTables() {}

  /** All data sets in one table: the learner, the best baseline, their ratio. */
  static MarkdownTable overview(List<DataFindings> findings) {
    MarkdownTable table =
        new MarkdownTable("data", "dual-queue", "best baseline", "its NDCG@10", "ratio");
    for (DataFindings data : findings) {
      var best = data.best();
      table.row(
          data.name(),
          data.ours().map(us -> us.whole().ndcg10().text(DECIMALS)).orElse("–"),
          best.map(entry -> entry.getKey().name()).orElse("–"),
          best.map(entry -> entry.getValue().whole().ndcg10().text(DECIMALS)).orElse("–"),
          data.ratio().map(QualityTables::ratio).orElse("–"));
    }
    return table;
  }

  /** Every variant on one data set. */
  static MarkdownTable variants(DataFindings data) {
    MarkdownTable table =
        new MarkdownTable("", "whole", "first 20 %", "last 20 %", "µs an event", "ratio");
    double best = data.best().map(entry -> DataFindings.ndcg(entry.getValue())).orElse(Double.NaN);
    addRows(table, data.learner(), best);
    addRows(table, data.baselines(), best);
    return table;
  }

  private static void addRows(
      MarkdownTable table, Map<Variant, SeedSummary> variants, double best) {
    variants.forEach(
        (variant, summary) ->
            table.row(
                variant.name(),
                three(summary.whole()),
                three(summary.first20()),
                three(summary.last20()),
                summary.usPerEvent().text(1),
                Double.isNaN(best) ? "–" : ratio(DataFindings.ndcg(summary) / best)));
  }

  /** What the learner forgot, with and without its memory. */
  static MarkdownTable forgetting(List<DataFindings> findings) {
    MarkdownTable table =
        new MarkdownTable(
            "data", "", "asked", "when learnt", "at the end", "among the items of then", "lost");
    for (DataFindings data : findings) {
      for (Variant variant : List.of(QualityPlan.DEFAULT, QualityPlan.NO_MEMORY)) {
        SeedSummary summary = data.learner().get(variant);
        if (summary != null) {
          table.row(
              data.name(),
              variant.name(),
              String.valueOf(forgotten(summary).getFirst().asked()),
              spread(summary, f -> f.learnt().ndcg10()).text(DECIMALS),
              spread(summary, f -> f.end().ndcg10()).text(DECIMALS),
              spread(summary, f -> f.endSameItems().ndcg10()).text(DECIMALS),
              spread(summary, f -> 100 * f.lost()).text(1) + " %");
        }
      }
    }
    return table;
  }

  /** A figure of forgetting over the seeds of a summary that has it. */
  static Spread spread(SeedSummary summary, ToDoubleFunction<Forgetting> figure) {
    return Spread.of(forgotten(summary).stream().mapToDouble(figure).toArray());
  }

  /** NDCG@10 of the events whose item was not in the most popular third, over the seeds. */
  static Spread longTail(SeedSummary summary) {
    return Spread.of(
        summary.runs().stream().mapToDouble(run -> longTail(run.segments())).toArray());
  }

  private static double longTail(List<Segment> segments) {
    double sum = 0;
    long evaluated = 0;
    for (Segment segment : segments) {
      if (segment.name().equals("middle") || segment.name().equals("tail")) {
        sum += segment.ndcg10() * segment.evaluated();
        evaluated += segment.evaluated();
      }
    }
    return evaluated == 0 ? 0 : sum / evaluated;
  }

  private static List<Forgetting> forgotten(SeedSummary summary) {
    return summary.runs().stream()
        .map(EvaluationReport::forgetting)
        .filter(Objects::nonNull)
        .toList();
  }

  private static String three(QualitySpread quality) {
    return String.join(
        " / ",
        quality.ndcg10().text(DECIMALS),
        quality.recall10().text(DECIMALS),
        quality.mrr10().text(DECIMALS));
  }

  private static String ratio(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }
}
