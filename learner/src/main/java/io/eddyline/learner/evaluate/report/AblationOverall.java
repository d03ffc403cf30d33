package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.study.SeedSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The ablation study over several data sets: what each change does to all of them, since the
 * learner has one setting for all.
 *
 * <p>Threading: immutable.
 */
final class AblationOverall {
  private final List<AblationFindings> findings;

  /**
   * @param findings with the same changes in the same order, at least one
   */
  AblationOverall(List<AblationFindings> findings) {
    this.findings = List.copyOf(findings);
  }

  /**
   * A row a change; a column a data set with the change of NDCG@10 in percent, bold where seeds do
   * not explain it; then means over the data sets, in percent of the default's figure.
   */
  MarkdownTable table() {
    List<String> header = new ArrayList<>(List.of("", "settings"));
    findings.forEach(data -> header.add(data.name()));
    header.addAll(List.of("mean", "first 20 %", "long tail", "forgotten", "time"));
    MarkdownTable table = new MarkdownTable(header.toArray(String[]::new));
    for (int change = 0; change < findings.getFirst().rows().size(); change++) {
      table.row(row(change).toArray(String[]::new));
    }
    return table;
  }

  private List<String> row(int change) {
    AblationFindings.Row first = findings.getFirst().rows().get(change);
    List<String> cells = new ArrayList<>();
    cells.add(first.variant().name());
    cells.add("`" + first.variant().overrides() + "`");
    for (AblationFindings data : findings) {
      AblationFindings.Row row = data.rows().get(change);
      String percent = percent(row.percent().mean());
      cells.add(row.gains() || row.loses() ? "**" + percent + "**" : percent);
    }
    cells.add(mean(change, summary -> summary.whole().ndcg10().mean()));
    cells.add(mean(change, summary -> summary.first20().ndcg10().mean()));
    cells.add(mean(change, summary -> QualityTables.longTail(summary).mean()));
    cells.add(
        mean(
            change,
            summary ->
                QualityTables.spread(summary, forgotten -> forgotten.end().ndcg10()).mean()));
    cells.add(mean(change, summary -> summary.usPerEvent().mean()));
    return cells;
  }

  private String mean(int change, ToDoubleFunction<SeedSummary> figure) {
    double sum = 0;
    for (AblationFindings data : findings) {
      double before = figure.applyAsDouble(data.byDefault());
      double after = figure.applyAsDouble(data.rows().get(change).summary());
      sum += before == 0 ? 0 : 100 * (after / before - 1);
    }
    return percent(sum / findings.size());
  }

  private static String percent(double value) {
    return String.format(Locale.ROOT, "%+.1f", value);
  }
}
