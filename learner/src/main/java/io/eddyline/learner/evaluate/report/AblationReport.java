package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyJson;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.knowm.xchart.CategoryChart;

/**
 * The ablation study as {@code ablation.md}, {@code ablation.json} and {@code ablation.svg}.
 *
 * <p>Threading: one thread.
 */
public final class AblationReport {
  private static final int DECIMALS = 4;

  private final StudyFacts facts;
  private final List<AblationFindings> findings = new ArrayList<>();

  /**
   * @param variants the default first
   */
  public AblationReport(
      StudyFacts facts, List<StudyData> data, List<Variant> variants, StudyResults results) {
    this.facts = facts;
    data.forEach(set -> findings.add(AblationFindings.of(set, variants, results)));
  }

  /** Writes everything; the plot last. */
  public void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("ablation.json"), StudyJson.text(new Content(facts, findings)));
    Files.writeString(folder.resolve("ablation.md"), markdown());
    Svg.write(plot(), folder.resolve("ablation.svg"));
  }

  /** The tables that the command prints. */
  public String overview() {
    return findings.stream()
        .map(data -> data.name() + "\n" + table(data))
        .collect(Collectors.joining("\n"));
  }

  private String markdown() {
    StringBuilder text = new StringBuilder("# Ablations\n\n");
    text.append(facts.markdown());
    text.append(
        """

        Each ingredient of the learner taken out or changed alone, under the protocol of the quality report. Change: NDCG@10
        of the whole stream against the default, seed by seed, in percent. A change counts as clear if it is more than twice
        the deviation of its mean; with one seed none does. First 20 %: how fast it learns. Long tail: events of items that
        are not in the most popular third at the time. Forgotten: NDCG@10 of the first tenth's events asked at the end.

        ![change against the default](ablation.svg)
        """);
    if (findings.size() > 1) {
      text.append(
          """

          ## Over all data

          The learner has one setting for all data, so this is what a default is chosen by. A column a data set: change of NDCG@10 of the
          whole stream in percent, bold where it is clear. Then, in percent of the default's figure, means over the data sets; time is training.

          """);
      text.append(new AblationOverall(findings).table());
    }
    for (AblationFindings data : findings) {
      text.append("\n## ").append(data.name()).append("\n\n").append(table(data));
      text.append(verdict("Clearly better than the default", data, AblationFindings.Row::gains));
      text.append(verdict("Clearly worse", data, AblationFindings.Row::loses));
    }
    return text.toString();
  }

  private static String verdict(
      String what, AblationFindings data, Predicate<AblationFindings.Row> holds) {
    String names =
        data.rows().stream()
            .filter(holds)
            .map(row -> row.variant().name())
            .collect(Collectors.joining(", "));
    return "\n%s: %s.\n".formatted(what, names.isEmpty() ? "none" : names);
  }

  private static MarkdownTable table(AblationFindings data) {
    MarkdownTable table =
        new MarkdownTable(
            "",
            "settings",
            "NDCG@10",
            "change %",
            "first 20 %",
            "last 20 %",
            "long tail",
            "forgotten",
            "µs an event",
            "why");
    add(table, "default", "", data.byDefault(), "", "");
    for (AblationFindings.Row row : data.rows()) {
      Variant variant = row.variant();
      String change =
          String.format(Locale.ROOT, "%+.1f", row.percent().mean())
              + (row.percent().count() == 1
                  ? ""
                  : String.format(Locale.ROOT, " ± %.1f", row.percent().deviation()));
      add(table, variant.name(), variant.overrides(), row.summary(), change, variant.reason());
    }
    return table;
  }

  private static void add(
      MarkdownTable table,
      String name,
      String overrides,
      SeedSummary summary,
      String change,
      String why) {
    table.row(
        name,
        overrides.isEmpty() ? "" : "`" + overrides + "`",
        summary.whole().ndcg10().text(DECIMALS),
        change,
        summary.first20().ndcg10().text(DECIMALS),
        summary.last20().ndcg10().text(DECIMALS),
        QualityTables.longTail(summary).text(DECIMALS),
        QualityTables.spread(summary, forgotten -> forgotten.end().ndcg10()).text(DECIMALS),
        summary.usPerEvent().text(1),
        why);
  }

  private CategoryChart plot() {
    Map<String, BarPlot.Bars> bars = new LinkedHashMap<>();
    for (AblationFindings data : findings) {
      bars.put(
          data.name(),
          new BarPlot.Bars(
              data.rows().stream().map(row -> row.percent().mean()).toList(),
              data.rows().stream().map(row -> row.percent().deviation()).toList()));
    }
    List<String> names =
        findings.stream()
            .findFirst()
            .map(data -> data.rows().stream().map(row -> row.variant().name()).toList())
            .orElse(List.of());
    return BarPlot.of("change of NDCG@10 against the default", "%", names, bars);
  }

  /** The shape of {@code ablation.json}. */
  private record Content(StudyFacts facts, List<AblationFindings> data) {}
}
