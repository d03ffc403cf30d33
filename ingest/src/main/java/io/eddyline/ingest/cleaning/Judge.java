package io.eddyline.ingest.cleaning;

import io.eddyline.ingest.event.EventRules;
import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Event;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.topic.Partitions;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Decides what becomes of a record of {@code events} or {@code events-moved}, whoever wrote it.
 *
 * <p>An event is judged as new or duplicate, and counted towards its user's flood, by its user's
 * partition alone; any other one only checks it and sends it there, once: what is misplaced among
 * the moved is refused, so that no event goes round.
 *
 * <p>The clock is the record's time of arrival in the log, and an id belongs to the record that
 * brought it first, so that a restart decides the same again.
 *
 * <p>Threading: one stream task.
 */
final class Judge {
  private final EventRules rules;
  private final int partitionCount;
  private final SeenEvents seen;
  private final FloodScale flood;

  Judge(EventRules rules, int partitionCount, SeenEvents seen, FloodScale flood) {
    this.rules = rules;
    this.partitionCount = partitionCount;
    this.seen = seen;
    this.flood = flood;
  }

  /**
   * The verdict on one record.
   *
   * @param value its bytes; null is a tombstone, which means nothing in a log
   * @param place that holds it
   * @param moved whether it was moved there
   */
  Verdict judge(byte @Nullable [] value, RecordMetadata place, boolean moved, long arrivalMs) {
    if (value == null) {
      return unreadable("record without a value");
    }
    Event event;
    try {
      event = RecordSerdes.EVENT.decode(value);
    } catch (FormatException e) {
      return unreadable(String.valueOf(e.getMessage()));
    }
    if (event.getTimestampMs() == 0) {
      event = event.toBuilder().setTimestampMs(arrivalMs).build();
    }
    Refusal fault = rules.fault(event, arrivalMs);
    if (fault != null) {
      return new Verdict.Refused(fault);
    }
    int home = Partitions.of(event.getUserId(), partitionCount);
    int partition = place.partition();
    if (home != partition) {
      return moved
          ? new Verdict.Refused(misplacedAgain(partition, home))
          : new Verdict.Misplaced(event);
    }
    return seen.claim(event, arrivalMs, place.offset(), moved)
        ? new Verdict.Passed(
            rules.signal(event, flood.share(event.getUserId(), event.getTimestampMs())))
        : new Verdict.Duplicate();
  }

  private Refusal misplacedAgain(int partition, int home) {
    return new Refusal(
        RejectionReason.WRONG_PARTITION,
        "",
        "moved event on partition %d, expected %d of %d (murmur2 of the user id)"
            .formatted(partition, home, partitionCount));
  }

  private static Verdict unreadable(String detail) {
    return new Verdict.Refused(new Refusal(RejectionReason.UNREADABLE, "", detail));
  }
}
