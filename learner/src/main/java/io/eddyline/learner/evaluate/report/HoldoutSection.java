package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.report.PublishedFigures.Published;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.QualityPlan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The part of the quality report on data sets with held-out items. Stateless; any thread. */
final class HoldoutSection {
  private static final String NONE = "–";

  private HoldoutSection() {}

  /** The section with a table for each data set; empty if there is none. */
  static String markdown(List<HoldoutFindings> findings) {
    if (findings.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        """

        ## Held-out items

        Data without a clock, under the protocols of published tables: the training is learnt once, one seed, then what was
        held out is ranked among all items of the training without those that the user has, ties in their middle. Held out are
        the last item of each user (HR@10, NDCG@10) or the items of a test file (Recall@20, NDCG@20). Settings and µs an event
        as above. The rows in italics are published figures, with where the model comes from; they are no run of this study.
        """);
    findings.forEach(set -> text.append(section(set)));
    return text.toString();
  }

  /** The learner's NDCG over that of the best baseline, by data set; none where one is missing. */
  static Map<String, Double> ratios(List<HoldoutFindings> findings) {
    Map<String, Double> ratios = new LinkedHashMap<>();
    for (HoldoutFindings set : findings) {
      String metric = set.set().protocol().gainMetric();
      @Nullable HoldoutReport ours = set.reports().get(QualityPlan.DEFAULT);
      var best =
          set.reports().entrySet().stream()
              .filter(entry -> !entry.getKey().equals(QualityPlan.DEFAULT))
              .mapToDouble(entry -> entry.getValue().metrics().getOrDefault(metric, 0.))
              .max();
      if (ours != null && best.orElse(0) > 0) {
        ratios.put(set.set().name(), ours.metrics().getOrDefault(metric, 0.) / best.getAsDouble());
      }
    }
    return ratios;
  }

  private static String section(HoldoutFindings findings) {
    String name = findings.set().name();
    StringBuilder text = new StringBuilder("\n### %s\n\n".formatted(name));
    findings.reports().values().stream()
        .findFirst()
        .ifPresent(any -> text.append(sizes(any)).append("\n\n").append(table(findings)));
    if (PublishedFigures.of(name).isEmpty()) {
      text.append("\nNo published figures under this protocol are at hand.\n");
    }
    findings.reports().values().stream()
        .findFirst()
        .ifPresent(
            any -> {
              text.append("\nWhat published tables do otherwise:\n\n");
              any.differs().forEach(sentence -> text.append("- ").append(sentence).append(".\n"));
            });
    if (!findings.set().leftOut().isEmpty()) {
      text.append("\nNot run: ").append(leftOut(findings)).append(".\n");
    }
    return text.toString();
  }

  private static String sizes(HoldoutReport any) {
    return String.format(
        Locale.ROOT,
        "%s: %,d events learnt; %,d users asked for %,d items, %,d of which the training does not"
            + " have.",
        any.protocol(),
        any.events(),
        any.users(),
        any.targets(),
        any.unknownTargets());
  }

  private static MarkdownTable table(HoldoutFindings findings) {
    Protocol protocol = findings.set().protocol();
    MarkdownTable table =
        new MarkdownTable(
            "",
            (protocol == Protocol.LEAVE_LAST_OUT ? "HR@" : "Recall@") + protocol.listLength(),
            "NDCG@" + protocol.listLength(),
            "µs an event");
    findings
        .reports()
        .forEach(
            (variant, report) ->
                table.row(
                    variant.name(),
                    metric(report, protocol.hitMetric()),
                    metric(report, protocol.gainMetric()),
                    String.format(Locale.ROOT, "%.1f", report.usPerEvent())));
    for (Published row : PublishedFigures.of(findings.set().name())) {
      Double ndcg = row.ndcg();
      table.row(
          "*%s (%s)*".formatted(row.model(), row.source()),
          figure(row.hit()),
          ndcg == null ? NONE : figure(ndcg),
          NONE);
    }
    return table;
  }

  private static String metric(HoldoutReport report, String name) {
    Double value = report.metrics().get(name);
    return value == null ? NONE : figure(value);
  }

  private static String figure(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static String leftOut(HoldoutFindings findings) {
    return findings.set().leftOut().entrySet().stream()
        .map(entry -> entry.getKey() + ", " + entry.getValue())
        .collect(Collectors.joining("; "));
  }
}
