package io.eddyline.serving.control;

import io.eddyline.schemas.record.Verdict;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.VerdictKey;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.serving.model.RefusalReason;
import io.eddyline.serving.model.VerdictSink;
import java.time.InstantSource;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to the verdicts' topic which versions this pod refuses and why. What Kafka does not take
 * stands in the log and in the metrics all the same.
 *
 * <p>Threading: thread-safe; waits for nothing but the producer's metadata.
 */
public final class VerdictLog implements VerdictSink {
  private static final Logger log = LoggerFactory.getLogger(VerdictLog.class);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private final String instance;
  private final InstantSource clock;

  /**
   * @param producer not closed here
   * @param instance names this pod among those of the deployment
   */
  public VerdictLog(
      Producer<byte[], byte[]> producer,
      TopicCatalogue topics,
      String instance,
      InstantSource clock) {
    this.producer = producer;
    this.topic = topics.verdicts().name();
    this.instance = instance;
    this.clock = clock;
  }

  @Override
  public void refused(String model, long version, RefusalReason reason, String detail) {
    Verdict verdict =
        Verdict.newBuilder()
            .setModel(model)
            .setVersion(version)
            .setInstance(instance)
            .setPassed(false)
            .setReason(reason.code())
            .setDetail(detail)
            .setAtMs(clock.millis())
            .build();
    byte[] key = new VerdictKey(model, version, instance).bytes();
    try {
      Future<?> _ =
          producer.send(
              new ProducerRecord<>(topic, key, RecordSerdes.VERDICT.encode(verdict)),
              (_, failure) -> {
                if (failure != null) {
                  notTold(model, version, failure);
                }
              });
    } catch (KafkaException e) {
      notTold(model, version, e);
    }
  }

  private static void notTold(String model, long version, Exception failure) {
    log.warn(
        "the verdict on version {} of {} was not written: {}", version, model, failure.toString());
  }
}
