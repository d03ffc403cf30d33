package io.eddyline.ingest.cleaning;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import java.io.File;
import java.util.Properties;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CleanedOffsetsTest {
  private record Place(String topic, int partition, long offset) implements RecordMetadata {}

  private final TopicCatalogue topics = new TopicCatalogue(new TopicsConfig("test", 1, 1, 1));
  private final SourceTopics sources = new SourceTopics(topics);
  private final KeyValueStore<String, Long> store =
      CleanedOffsets.storeBuilder().withCachingDisabled().withLoggingDisabled().build();
  private final CleanedOffsets cleaned = new CleanedOffsets(store, sources);

  @BeforeEach
  void open() {
    var context =
        new MockProcessorContext<>(
            new Properties(), new TaskId(0, 0), new File("target/cleaned-offsets"));
    store.init(context.getStateStoreContext(), store);
    sources.tell(spec -> spec.name() + "-first");
  }

  @Test
  void takesEachOffsetOnce() {
    assertThat(start(topics.events().name(), 3)).isTrue();
    assertThat(start(topics.events().name(), 3)).isFalse();
    assertThat(start(topics.events().name(), 2)).isFalse();
    assertThat(start(topics.events().name(), 4)).isTrue();
  }

  @Test
  void theTwoSourcesHaveMarksOfTheirOwn() {
    start(topics.events().name(), 3);

    assertThat(start(topics.movedEvents().name(), 0)).isTrue();
    assertThat(start(topics.events().name(), 3)).isFalse();
  }

  @Test
  void aTopicThatWasMadeAnewIsReadFromItsBeginning() {
    start(topics.events().name(), 3);

    sources.tell(spec -> spec.name() + "-second");

    assertThat(start(topics.events().name(), 0)).isTrue();
  }

  private boolean start(String topic, long offset) {
    return cleaned.start(new Place(topic, 0, offset));
  }
}
