package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyJson;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.TuningFindings;
import io.eddyline.learner.evaluate.study.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The quality study as {@code quality.md}, {@code quality.json} and plots in {@code quality/}.
 *
 * <p>Threading: one thread.
 */
public final class QualityReport {
  private static final String PLOTS = "quality";

  private final StudyFacts facts;
  private final List<DataFindings> findings = new ArrayList<>();
  private final List<HoldoutFindings> holdouts;
  private final TuningFindings tuning;

  /**
   * @param data the streams of the study
   * @param results of the plan over them
   * @param holdouts what was found on data with held-out items
   * @param tuning what the grids of the baselines gave
   */
  public QualityReport(
      StudyFacts facts,
      List<StudyData> data,
      QualityPlan plan,
      StudyResults results,
      List<HoldoutFindings> holdouts,
      TuningFindings tuning) {
    this.facts = facts;
    this.tuning = tuning;
    this.holdouts = List.copyOf(holdouts);
    data.forEach(set -> findings.add(DataFindings.of(set, plan, results)));
  }

  /** Writes everything; the plots last. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder.resolve(PLOTS));
    Files.writeString(folder.resolve("quality.json"), json());
    Files.writeString(folder.resolve("quality.md"), markdown());
    for (DataFindings data : findings) {
      QualityPlots.of(data).write(folder.resolve(PLOTS));
    }
  }

  /** The tables that the command prints. */
  public String overview() {
    return QualityTables.overview(findings) + HoldoutSection.markdown(holdouts);
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# Quality\n\n");
    text.append(facts.markdown());
    text.append(
        """

        One pass in time order. Every event that is no repeat is ranked among all items seen so far, without those that the
        user has, before it is learnt; an item never seen is a miss. Every row is a positive of weight 1. Each model runs with
        one setting on all data and the popularity weight that the stream tunes; item-knn also with popularity for ties alone,
        and the better of its two is what the learner is compared with. Figures are NDCG@10 / Recall@10 / MRR@10; µs an event is training
        without ranking, wall time on a machine that may have other work.

        ## Bars

        """);
    MarkdownTable bars = Bar.table();
    QualityBars.of(findings, holdouts).forEach(bar -> bar.addTo(bars));
    text.append(bars);
    text.append("\n## Learner and best baseline\n\n").append(QualityTables.overview(findings));
    text.append(
        """

        ## Forgetting

        Events of the first tenth, asked again with the history that they met: right after each was learnt, at the end among
        all items, and at the end among the items that were known at the event. Lost: on the list of ten when learnt, no
        longer at the end, among the items known at the event.

        """);
    text.append(QualityTables.forgetting(findings));
    findings.forEach(data -> text.append(section(data)));
    text.append(HoldoutSection.markdown(holdouts));
    text.append(TuningSection.markdown(tuning));
    return text.toString();
  }

  private static String section(DataFindings data) {
    EvaluationReport any = data.contenders().values().iterator().next().first();
    QualityPlots plots = QualityPlots.of(data);
    return String.format(
        Locale.ROOT,
        "\n## %s\n\n%s, %,d of them ranked.\n\n%s\n%s%s%s",
        data.name(),
        events(any.events(), data.wholeEvents()),
        any.evaluated(),
        QualityTables.variants(data),
        image("quality along the stream", plots.streamFile()),
        image("by user age", plots.usersFile()),
        image("by item popularity", plots.itemsFile()));
  }

  private static String events(long used, long whole) {
    return used < whole
        ? String.format(Locale.ROOT, "The first %,d of %,d events", used, whole)
        : String.format(Locale.ROOT, "%,d events", used);
  }

  private static String image(String text, String file) {
    return "![%s](%s/%s)\n".formatted(text, PLOTS, file);
  }

  private String json() {
    return StudyJson.text(
        new Content(
            facts,
            QualityBars.of(findings, holdouts),
            findings.stream().map(data -> new DataContent(data.name(), rows(data))).toList(),
            holdouts.stream().map(QualityReport::content).toList(),
            tuning));
  }

  private static List<Row> rows(DataFindings data) {
    List<Row> rows = new ArrayList<>();
    data.learner().forEach((variant, summary) -> rows.add(new Row(variant, summary)));
    data.baselines().forEach((variant, summary) -> rows.add(new Row(variant, summary)));
    return rows;
  }

  private static HoldoutContent content(HoldoutFindings holdout) {
    List<HoldoutRow> rows = new ArrayList<>();
    holdout.reports().forEach((variant, report) -> rows.add(new HoldoutRow(variant, report)));
    String name = holdout.set().name();
    return new HoldoutContent(name, rows, PublishedFigures.of(name), holdout.set().leftOut());
  }

  /** The shape of {@code quality.json}. */
  private record Content(
      StudyFacts facts,
      List<Bar> bars,
      List<DataContent> data,
      List<HoldoutContent> holdout,
      TuningFindings tuning) {}

  private record HoldoutContent(
      String name,
      List<HoldoutRow> rows,
      List<PublishedFigures.Published> published,
      Map<String, String> leftOut) {}

  private record HoldoutRow(Variant variant, HoldoutReport report) {}

  private record DataContent(String name, List<Row> rows) {}

  private record Row(Variant variant, SeedSummary summary) {}
}
