package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Rejection;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of the records of one task that no step can be made of: each is counted and goes to
 * the rejected topic, whole, with its place and the reason.
 *
 * <p>Threading: owned by the task's stream thread.
 */
final class Quarantine {
  private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);
  /* Beside the raw bytes there is room for the rest in a record of Kafka's usual megabyte. */
  private static final int RAW_BYTES = 900_000;

  /** Forwards a rejection under the key of the record. */
  interface Outlet {
    void send(Record<byte[], Rejection> rejection);
  }

  private final PoisonRecords poison;
  private final LearnerMetrics metrics;
  private final Outlet outlet;

  Quarantine(PoisonRecords poison, LearnerMetrics metrics, Outlet outlet) {
    this.poison = poison;
    this.metrics = metrics;
    this.outlet = outlet;
  }

  /**
   * Makes the step of a record; one whose step failed before goes to the quarantine instead.
   *
   * @throws EddylineException (RESTART) if the step fails: the transaction must not be committed
   */
  void guard(InputRecord input, Runnable step) {
    if (poison.contains(input.place())) {
      refuse(input, RejectionReason.UNTRAINABLE, "the step of this record failed");
      return;
    }
    try {
      step.run();
    } catch (KafkaException e) {
      throw e;
    } catch (RuntimeException e) {
      poison.add(input.place());
      throw new EddylineException(
          Action.RESTART,
          "the step of the record at %s failed; back to the last commit, then on without it"
              .formatted(input.at()),
          e);
    }
  }

  /** Sends a record to the quarantine. */
  void refuse(InputRecord input, RejectionReason reason, String detail) {
    metrics.countRejected(reason);
    LOG.warn("the record at {} is quarantined as {}: {}", input.at(), reason.code(), detail);
    byte[] raw = input.value() == null ? new byte[0] : input.value();
    int length = Math.min(raw.length, RAW_BYTES);
    Rejection rejection =
        Rejection.newBuilder()
            .setCode(reason.code())
            .setDetail(length == raw.length ? detail : detail + " (raw bytes cut)")
            .setRaw(ByteString.copyFrom(raw, 0, length))
            .setSource(input.place().topic())
            .setSourcePartition(input.place().partition())
            .setSourceOffset(input.offset())
            .setRejectedAtMs(input.nowMs())
            .build();
    outlet.send(new Record<>(input.record().key(), rejection, input.record().timestamp()));
  }
}
