package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

final class StreamsSettingsTest {
  private static final TopicCatalogue TOPICS = new TopicCatalogue(new TopicsConfig("t", 2, 2, 1));

  @Test
  void streamsAcceptsTheSettingsAtBothEndsOfTheirRanges() {
    for (Map<String, String> values :
        List.of(
            Map.of(
                "recovery.delivery-timeout-ms", "1000", "recovery.transaction-timeout-ms", "1000"),
            Map.of("recovery.delivery-timeout-ms", "3600000", "standby-replicas", "16"))) {
      Map<String, Object> settings = settings(values);

      assertThat(new StreamsConfig(settings).getProducerConfigs("client"))
          .containsEntry("delivery.timeout.ms", settings.get("producer.delivery.timeout.ms"));
      assertThat(number(settings, "producer.request.timeout.ms"))
          .isLessThan(number(settings, "producer.delivery.timeout.ms"));
    }
  }

  @Test
  void aRackIsToldToConsumersAndToTheAssignment() {
    StreamsConfig config = new StreamsConfig(settings(Map.of("rack", "zone-a")));

    assertThat(config.getMainConsumerConfigs("group", "client", 1))
        .containsEntry("client.rack", "zone-a");
    assertThat(config.getRestoreConsumerConfigs("client")).containsEntry("client.rack", "zone-a");
    assertThat(config.getClientTags()).containsEntry("rack", "zone-a");
  }

  @Test
  void restoringReadsMoreAtATimeThanTraining() {
    StreamsConfig config = new StreamsConfig(settings(Map.of()));

    int main = number(config.getMainConsumerConfigs("group", "client", 1), "max.poll.records");
    int restore = number(config.getRestoreConsumerConfigs("client"), "max.poll.records");
    assertThat(restore).isGreaterThan(10 * main);
  }

  private static int number(Map<String, Object> settings, String key) {
    return (int) Objects.requireNonNull(settings.get(key), key);
  }

  private static Map<String, Object> settings(Map<String, String> values) {
    LearnerConfig config = RecordSettings.bind(LearnerConfig.class, values);
    Map<String, Object> kafka = Map.of("bootstrap.servers", "unused:1");
    return new HashMap<>(StreamsSettings.of(config, TOPICS, kafka, Path.of("state")));
  }
}
