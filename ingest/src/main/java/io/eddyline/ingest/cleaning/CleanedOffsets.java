package io.eddyline.ingest.cleaning;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far one task has come in each topic that it reads, in the transaction of what it wrote. A
 * record at or below the mark has its interaction, whatever the consumer group believes: the group
 * loses its place when it is away for longer than Kafka keeps offsets, is deleted or set back, and
 * ids may be forgotten by then.
 *
 * <pre>
 *   key-value store:  topic id  ->  offset cleaned last
 * </pre>
 *
 * <p>The store's cache holds the marks back until the commit: one record a topic goes to the log.
 *
 * <p>Threading: one stream task.
 */
final class CleanedOffsets {
  /** The store's name, from which its changelog has its own. */
  static final String STORE = "cleaned-offsets";

  private static final Logger LOG = LoggerFactory.getLogger(CleanedOffsets.class);

  private final KeyValueStore<String, Long> store;
  private final SourceTopics topics;
  private boolean told;

  CleanedOffsets(KeyValueStore<String, Long> store, SourceTopics topics) {
    this.store = store;
    this.topics = topics;
  }

  static StoreBuilder<KeyValueStore<String, Long>> storeBuilder() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.Long())
        .withCachingEnabled();
  }

  /**
   * Takes up the record at a place.
   *
   * @return whether it is to be cleaned; false if it was before
   */
  boolean start(RecordMetadata place) {
    String topic = topics.idOf(place.topic());
    Long cleaned = store.get(topic);
    if (cleaned != null && place.offset() <= cleaned) {
      tell(place, cleaned);
      return false;
    }
    store.put(topic, place.offset());
    return true;
  }

  private void tell(RecordMetadata place, long cleaned) {
    if (!told) {
      told = true;
      LOG.warn(
          "the group's place in {}-{} was lost: {} to {} are cleaned already and are passed over",
          place.topic(),
          place.partition(),
          place.offset(),
          cleaned);
    }
  }
}
