package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What grows with the load, by what, and that nobody else says how many there are. */
class ChartScalingTest {
  @TempDir private Path folder = Path.of("");

  @ParameterizedTest
  @EnumSource
  void whatIsScaledIsThereOnceAndHasNoNumberOfItsOwn(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    List<String> scaled =
        objects.stream()
            .map(object -> object.at("/spec/scaleTargetRef"))
            .filter(target -> !target.isMissingNode())
            .map(target -> target.path("kind").asText() + " " + target.path("name").asText())
            .toList();
    assertThat(scaled).doesNotHaveDuplicates();
    Set<String> withoutNumber =
        objects.stream()
            .filter(object -> object.path("spec").has("template"))
            .filter(object -> !object.path("spec").has("replicas"))
            .map(
                object -> object.path("kind").asText() + " " + object.at("/metadata/name").asText())
            .collect(Collectors.toSet());
    assertThat(withoutNumber).containsExactlyInAnyOrderElementsOf(scaled);
  }

  @Test
  void aLagThatTheMetricsApiKnowsIsAMeasureBesideProcessorTime() throws IOException {
    List<ObjectNode> objects =
        Chart.render(
            Profile.DEFAULTS,
            Map.of(
                "ingest.lagScaling.enabled", "true",
                "ingest.lagScaling.by", "metrics",
                "learner.lagScaling.enabled", "true",
                "learner.lagScaling.by", "metrics",
                "learner.lagScaling.cpuUtilization", "80"));
    assertThat(measures(objects, "ingest")).containsExactly("eddyline_ingest_lag_records 20000");
    assertThat(measures(objects, "learner"))
        .containsExactly("eddyline_learner_lag_records 20000", "cpu 80");
    MetricsTable table = MetricsTable.read();
    table.requireKnown("eddyline_ingest_lag_records");
    table.requireKnown("eddyline_learner_lag_records");
    assertThat(objects).noneMatch(object -> object.path("kind").asText().equals("ScaledObject"));
  }

  @Test
  void kedaAsksForTheGroupsAndTopicsOfTheProcesses() {
    for (Profile profile : List.of(Profile.EVERYTHING, Profile.STRIMZI)) {
      List<ObjectNode> objects = Chart.render(profile);
      TopicCatalogue topics = topics(objects);
      assertThat(kafkaTrigger(objects, "learner"))
          .containsEntry("consumerGroup", topics.learnerApplicationId())
          .containsEntry("topic", topics.interactions().name());
      if (profile == Profile.EVERYTHING) {
        assertThat(kafkaTrigger(objects, "ingest"))
            .containsEntry("consumerGroup", topics.cleaningApplicationId())
            .containsEntry("topic", topics.events().name());
      }
    }
  }

  @Test
  void kedaLooksAtProcessorTimeTooIfItIsAsked() {
    List<ObjectNode> objects =
        Chart.render(Profile.EVERYTHING, Map.of("learner.lagScaling.cpuUtilization", "75"));
    assertThat(scaledObject(objects, "learner").spec().triggers())
        .filteredOn(trigger -> trigger.type().equals("cpu"))
        .singleElement()
        .satisfies(
            trigger -> {
              assertThat(trigger.metricType()).isEqualTo("Utilization");
              assertThat(trigger.metadata()).isEqualTo(Map.of("value", "75"));
            });
    assertThat(scaledObject(objects, "ingest").spec().triggers()).hasSize(1);
  }

  /** Name and target of every measure of a tier. */
  private static List<String> measures(List<ObjectNode> objects, String tier) {
    HorizontalPodAutoscaler scaler =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("HorizontalPodAutoscaler"))
            .map(object -> TypedModels.parse(object, HorizontalPodAutoscaler.class))
            .filter(it -> it.getMetadata().getName().equals(Chart.FULL_NAME + "-" + tier))
            .findFirst()
            .orElseThrow();
    return scaler.getSpec().getMetrics().stream().map(ChartScalingTest::measure).toList();
  }

  private static String measure(MetricSpec metric) {
    return metric.getType().equals("Pods")
        ? metric.getPods().getMetric().getName()
            + " "
            + metric.getPods().getTarget().getAverageValue()
        : metric.getResource().getName()
            + " "
            + metric.getResource().getTarget().getAverageUtilization();
  }

  private static Map<String, String> kafkaTrigger(List<ObjectNode> objects, String tier) {
    return scaledObject(objects, tier).spec().triggers().stream()
        .filter(trigger -> trigger.type().equals("kafka"))
        .findFirst()
        .orElseThrow()
        .metadata();
  }

  private static ScaledObject scaledObject(List<ObjectNode> objects, String tier) {
    return objects.stream()
        .filter(object -> object.path("kind").asText().equals("ScaledObject"))
        .map(object -> TypedModels.parse(object, ScaledObject.class))
        .filter(it -> it.spec().scaleTargetRef().name().equals(Chart.FULL_NAME + "-" + tier))
        .findFirst()
        .orElseThrow();
  }

  private TopicCatalogue topics(List<ObjectNode> objects) {
    Path file = RenderedPod.writeSettings(objects, folder);
    EddylineConfig config =
        new ConfigLoader(Map.of()).load(EddylineConfig.class, file, Map.of()).config();
    return new TopicCatalogue(config.topics(), config.model());
  }
}
