package io.eddyline.learner.stream;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Places of records at which a step failed in this process. The first time, the thread gives up its
 * transaction, so that nothing of the half-made step stays; when the record comes again, no step is
 * tried, and it goes to the quarantine.
 *
 * <p>Threading: thread-safe. It outlives the threads.
 */
final class PoisonRecords {
  private record Place(String topic, int partition, long offset) {}

  private final Set<Place> places = ConcurrentHashMap.newKeySet();

  void add(RecordMetadata record) {
    places.add(place(record));
  }

  boolean contains(RecordMetadata record) {
    return !places.isEmpty() && places.contains(place(record));
  }

  private static Place place(RecordMetadata record) {
    return new Place(record.topic(), record.partition(), record.offset());
  }
}
