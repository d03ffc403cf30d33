package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboards and alerts speak of metrics that there are, and of alerts that are explained. */
class WatchingTest {
  private static final Path OPERATIONS = Path.of("..", "docs", "operations.md");
  private static final Set<String> SEVERITIES = Set.of("warning", "critical");

  @Test
  void everyQueryOfADashboardIsOfMetricsInTheTable() throws IOException {
    MetricsTable table = MetricsTable.read();
    for (JsonNode dashboard : dashboards()) {
      List<String> queries = queries(dashboard);
      assertThat(queries).hasSizeGreaterThan(5);
      assertThat(queries).allSatisfy(table::requireKnown);
    }
  }

  @Test
  void everyAlertIsOfMetricsInTheTable() throws IOException {
    MetricsTable table = MetricsTable.read();
    assertThat(alerts()).hasSizeGreaterThan(20);
    for (Rule alert : alerts()) {
      table.requireKnown(alert.getExpr().getStrVal());
    }
  }

  @Test
  void aDashboardHasANameOfItsOwnAndItsPanelsToo() throws IOException {
    assertThat(dashboards().stream().map(dashboard -> dashboard.path("uid").asText()))
        .hasSize(5)
        .doesNotHaveDuplicates()
        .allMatch(uid -> uid.startsWith("eddyline-") && uid.length() <= 40);
    for (JsonNode dashboard : dashboards()) {
      assertThat(dashboard.path("title").asText()).startsWith("Eddyline / ");
      assertThat(dashboard.path("panels").findValuesAsText("id")).doesNotHaveDuplicates();
      assertThat(dashboard.path("panels"))
          .allSatisfy(
              panel -> {
                assertThat(panel.path("title").asText()).isNotEmpty();
                assertThat(panel.path("targets")).isNotEmpty();
                assertThat(panel.at("/gridPos/x").asInt() + panel.at("/gridPos/w").asInt())
                    .isLessThanOrEqualTo(24);
              });
    }
  }

  @Test
  void everyAlertSaysHowBadItIsAndWhereItIsExplained() {
    for (Rule alert : alerts()) {
      assertThat(SEVERITIES).contains(alert.getLabels().get("severity"));
      assertThat(alert.getAnnotations()).containsKeys("summary", "description", "runbook_url");
      assertThat(alert.getAnnotations().get("runbook_url"))
          .isEqualTo(
              "https://docs.example.org/operations.html#"
                  + alert.getAlert().toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void everyAlertHasItsSectionAndEverySectionItsAlert() throws IOException {
    String alertsPart = Files.readString(OPERATIONS).split("\n## Alerts\n", 2)[1];
    Set<String> sections = new TreeSet<>();
    Pattern.compile("^### (\\w+)$", Pattern.MULTILINE)
        .matcher(alertsPart)
        .results()
        .map(match -> match.group(1))
        .forEach(sections::add);
    assertThat(sections).isEqualTo(new TreeSet<>(alerts().stream().map(Rule::getAlert).toList()));
  }

  @Test
  void anUnknownMetricOrLabelWouldBeSeen() throws IOException {
    MetricsTable table = MetricsTable.read();
    assertThat(table.unknown("rate(eddyline_learner_trained_total[5m])"))
        .containsExactly("eddyline_learner_trained_total");
    assertThat(table.unknown("eddyline_learner_rows{sides=\"user\"}"))
        .containsExactly("eddyline_learner_rows{sides}");
    assertThat(table.unknown("eddyline_serving_request_seconds_bucket{route=\"x\",pod=\"y\"}"))
        .isEmpty();
  }

  private static List<Rule> alerts() {
    ObjectNode object =
        Chart.render(Profile.EVERYTHING).stream()
            .filter(it -> it.path("kind").asText().equals("PrometheusRule"))
            .findFirst()
            .orElseThrow();
    return TypedModels.parse(object, PrometheusRule.class).getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .toList();
  }

  /** As they stand in the ConfigMaps. */
  private static List<JsonNode> dashboards() throws IOException {
    List<JsonNode> dashboards = new ArrayList<>();
    for (ObjectNode object : Chart.render(Profile.EVERYTHING)) {
      if (object.at("/metadata/labels/grafana_dashboard").asText().equals("1")) {
        for (JsonNode text : object.path("data")) {
          dashboards.add(Chart.YAML.readTree(text.asText()));
        }
      }
    }
    return dashboards;
  }

  private static List<String> queries(JsonNode dashboard) {
    Stream<String> ofPanels = dashboard.path("panels").findValuesAsText("expr").stream();
    Stream<String> ofVariables =
        dashboard.at("/templating/list").findValuesAsText("query").stream()
            .filter(query -> query.contains("("));
    return Stream.concat(ofPanels, ofVariables).toList();
  }
}
