package io.eddyline.k8s.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The topics that Strimzi is given are those of the catalogue. */
class ChartTopicsTest {
  @TempDir private Path folder = Path.of("");

  private record Topic(int partitions, int replicas, Map<String, String> settings) {}

  @ParameterizedTest
  @EnumSource(names = {"PRODUCTION", "STRIMZI"})
  void strimziMakesTheTopicsOfTheCatalogue(Profile profile) {
    List<ObjectNode> objects = Chart.render(profile);
    EddylineConfig config = config(objects);
    Map<String, Topic> expected =
        new TopicCatalogue(config.topics(), config.model())
            .all().stream()
                .collect(
                    Collectors.toMap(
                        TopicSpec::name,
                        spec ->
                            new Topic(
                                spec.partitions(),
                                config.topics().replicationFactor(),
                                new TreeMap<>(spec.settings()))));
    Map<String, Topic> made =
        objects.stream()
            .filter(object -> object.path("kind").asText().equals("KafkaTopic"))
            .map(object -> TypedModels.parse(object, KafkaTopic.class).getSpec())
            .collect(
                Collectors.toMap(
                    spec -> spec.getTopicName(),
                    spec ->
                        new Topic(
                            spec.getPartitions(), spec.getReplicas(), text(spec.getConfig()))));
    assertThat(made).isEqualTo(expected);
  }

  private static Map<String, String> text(Map<String, Object> settings) {
    Map<String, String> text = new TreeMap<>();
    settings.forEach((key, value) -> text.put(key, value.toString()));
    return text;
  }

  private EddylineConfig config(List<ObjectNode> objects) {
    Path file = RenderedPod.writeSettings(objects, folder);
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, file, Map.of()).config();
  }
}
