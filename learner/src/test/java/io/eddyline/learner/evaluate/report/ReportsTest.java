package io.eddyline.learner.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.learner.evaluate.EvaluationEvents;
import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.study.AblationPlan;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.HoldoutSet;
import io.eddyline.learner.evaluate.study.HoldoutStudy;
import io.eddyline.learner.evaluate.study.QualityPlan;
import io.eddyline.learner.evaluate.study.RunFolder;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Spread;
import io.eddyline.learner.evaluate.study.Study;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.TuningFindings;
import io.eddyline.learner.evaluate.study.TuningPlan;
import io.eddyline.learner.evaluate.study.Variant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both reports of a small study. */
final class ReportsTest {
  private static final Pattern IMAGE = Pattern.compile("!\\[[^]]+]\\(([^)]+)\\)");
  private static final StudyData DATA = new StudyData("walk", 600, 1_600, ReportsTest::events);

  @TempDir private Path folder = Path.of("");

  @Test
  void theQualityReportHasBarsTablesAndPlots() throws Exception {
    QualityPlan plan = QualityPlan.of(List.of("dual-queue", "item-knn", "popularity"));
    StudyResults results = run(plan.variants(), 1);
    TuningPlan grids = TuningPlan.of(plan);
    TuningFindings tuning = grids.findings(DATA, run(grids.variants(), 1));
    new QualityReport(StudyFixture.FACTS, List.of(DATA), plan, results, List.of(), tuning)
        .write(folder);

    String text = Files.readString(folder.resolve("quality.md"));
    assertThat(text)
        .contains("# Quality", "Not found and so not in this report: gowalla.")
        .contains("| dual-queue without memory |", "| item-knn, popularity for ties |")
        .contains("## walk", "The first 600 of 1,600 events, ", "| far above bpr")
        .contains("whole of walk at every point", "### item-knn", "|  | score-scale 30 | ")
        .containsPattern("\\| history-decay 0\\.7 \\| 0\\.\\d+ \\| \\*\\*0\\.\\d+\\*\\* \\| 0")
        .doesNotContain("null", "NaN");
    assertThat(images(text)).hasSize(3).allSatisfy(this::assertSvg);

    JsonNode json = new ObjectMapper().readTree(folder.resolve("quality.json").toFile());
    assertThat(json.at("/bars").size()).isEqualTo(9);
    assertThat(json.at("/data/0/rows/0/variant/name").asText()).isEqualTo("dual-queue");
    assertThat(json.at("/data/0/rows/0/summary/whole/ndcg10/mean").asDouble()).isPositive();
    assertThat(json.at("/data/0/rows/0/summary/runs/0/series").size())
        .as("stretches before every pair has met")
        .isEqualTo(30);
  }

  @Test
  void theQualityReportSetsPublishedFiguresBesideHeldOutItems() throws Exception {
    HoldoutSet beauty =
        new HoldoutSet(
            "beauty",
            Protocol.LEAVE_LAST_OUT,
            600,
            Map.of("ials", "too slow"),
            () -> HoldoutData.leaveLastOut(events()));
    QualityPlan plan = QualityPlan.of(List.of("popularity", "ials"));
    List<HoldoutFindings> holdouts =
        new HoldoutStudy(List.of(beauty), plan.holdouts(), new RunFolder(folder.resolve("runs")))
            .run(false, (position, soFar) -> {});
    StudyResults none =
        new Study(List.of(), plan.variants(), 1, new RunFolder(folder))
            .run(false, (position, soFar) -> {});
    new QualityReport(StudyFixture.FACTS, List.of(), plan, none, holdouts, TuningFindings.NONE)
        .write(folder);

    assertThat(Files.readString(folder.resolve("quality.md")))
        .contains("### beauty", "560 events learnt; 40 users asked for 40 items, 0 of which")
        .contains("| HR@10 | NDCG@10 |", "| popularity | 0.")
        .contains("| *SASRec (Kang, McAuley 2018)* | 0.0605 | 0.0318 | – |")
        .contains("| *popularity (by number of events)* | 0.0115 | – | – |")
        .contains("- One pass in stream order;", "Not run: ials, too slow.")
        .doesNotContain("null", "NaN");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("quality.json").toFile());
    assertThat(json.at("/holdout/0/rows/0/report/metrics/hr10").isNumber()).isTrue();
    assertThat(json.at("/holdout/0/published/2/model").asText()).isEqualTo("SASRec");
    assertThat(json.at("/bars/0/findings").asText()).isNotEmpty();
  }

  @Test
  void theAblationReportComparesWithTheDefault() throws Exception {
    List<Variant> variants = AblationPlan.variants().subList(0, 3);
    StudyResults results = run(variants, 2);
    new AblationReport(StudyFixture.FACTS, List.of(DATA), variants, results).write(folder);

    String text = Files.readString(folder.resolve("ablation.md"));
    assertThat(text)
        .contains("| default |", "| one history item | `history-length=1` |")
        .contains("Clearly better than the default: ", "Clearly worse: ")
        .containsPattern("[+-]\\d+\\.\\d ± \\d+\\.\\d");
    assertThat(images(text)).containsExactly("ablation.svg").allSatisfy(this::assertSvg);
  }

  @Test
  void theAblationReportSetsAChangeOnAllDataBesideOneAnother() {
    SeedSummary before = StudyFixture.summary("dual-queue", "shop", 0.1, 0.2);
    Variant change = AblationPlan.variants().get(1);
    MarkdownTable table =
        new AblationOverall(
                List.of(
                    findings("shop", before, change, StudyFixture.summary("x", "shop", 0.11, 0.22)),
                    findings("club", before, change, StudyFixture.summary("x", "club", 0.1, 0.19)),
                    findings("film", before, change, StudyFixture.summary("x", "film", 0.1, 0.2))))
            .table();

    assertThat(table.toString())
        .contains("| shop | club | film | mean | first 20 % |")
        .contains("| one history item | `history-length=1` | **+10.0** | -2.5 | +0.0 | +2.2 |");
  }

  private static AblationFindings findings(
      String data, SeedSummary before, Variant change, SeedSummary after) {
    double[] percent = new double[after.runs().size()];
    for (int seed = 0; seed < percent.length; seed++) {
      double was = before.runs().get(seed).whole().ndcg10();
      percent[seed] = 100 * (after.runs().get(seed).whole().ndcg10() / was - 1);
    }
    return new AblationFindings(
        data, before, List.of(new AblationFindings.Row(change, after, Spread.of(percent))));
  }

  @Test
  void aPlotHasTheSameBytesEachTime() throws IOException {
    DataFindings data = StudyFixture.findings("shop", 0.1, 0.1, Map.of("bpr", 0.05));
    Path one = Files.createDirectories(folder.resolve("one"));
    Path two = Files.createDirectories(folder.resolve("two"));
    QualityPlots.of(data).write(one);
    QualityPlots.of(data).write(two);
    assertThat(two.resolve("shop-stream.svg"))
        .hasSameBinaryContentAs(one.resolve("shop-stream.svg"));
    assertThat(two.resolve("shop-users.svg")).hasSameBinaryContentAs(one.resolve("shop-users.svg"));
  }

  private StudyResults run(List<Variant> variants, int seeds) throws IOException {
    return new Study(List.of(DATA), variants, seeds, new RunFolder(folder.resolve("runs")))
        .run(false, (position, soFar) -> {});
  }

  private static List<String> images(String markdown) {
    return IMAGE.matcher(markdown).results().map(image -> image.group(1)).toList();
  }

  private void assertSvg(String file) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    var root =
        factory.newDocumentBuilder().parse(folder.resolve(file).toFile()).getDocumentElement();
    assertThat(root.getTagName()).isEqualTo("svg");
    assertThat(root.getElementsByTagName("path").getLength()).as(file).isGreaterThan(10);
  }

  private static EvaluationEvents events() {
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (int event = 0; event < 600; event++) {
      builder.add("u" + event % 40, "i" + event * 7 % 90, event);
    }
    return builder.build();
  }
}
