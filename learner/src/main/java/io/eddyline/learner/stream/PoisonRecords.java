package io.eddyline.learner.stream;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Places of records at which a step failed in this process. The first time, the thread gives up its
 * transaction, so that nothing of the half-made step stays; when the record comes again, no step is
 * tried, and it goes to the quarantine.
 *
 * <p>A place matters until its record is past, which is the next thing that its partition does. The
 * latest {@value #MOST} are kept; one that is forgotten too early costs its thread once more.
 *
 * <p>Threading: thread-safe; readers see an immutable set. It outlives the threads.
 */
final class PoisonRecords {
  static final int MOST = 1000;

  private record Place(String topic, int partition, long offset) {}

  private volatile Set<Place> places = Set.of();

  synchronized void add(RecordMetadata record) {
    Set<Place> more = new LinkedHashSet<>(places);
    more.add(place(record));
    if (more.size() > MOST) {
      more.remove(more.iterator().next());
    }
    places = more;
  }

  boolean contains(RecordMetadata record) {
    Set<Place> known = places;
    return !known.isEmpty() && known.contains(place(record));
  }

  private static Place place(RecordMetadata record) {
    return new Place(record.topic(), record.partition(), record.offset());
  }
}
