package io.eddyline.learner.snapshot.build;

import io.eddyline.schemas.record.Verdict;
import io.eddyline.schemas.record.VerdictCheck;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.VerdictKey;
import io.eddyline.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the log, the metrics and the verdicts' topic what the gate decided of each version.
 *
 * <p>Threading: called on the builder's thread; the gauge is read by any.
 */
final class VerdictReporter {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictReporter.class);

  private final MeterRegistry registry;
  private final Producer<byte[], byte[]> producer;
  private final TopicSpec topic;
  private final String instance;
  private final AtomicLong consecutiveRefusals = new AtomicLong();

  /**
   * @param instance name of the builder in its verdicts
   */
  VerdictReporter(
      MeterRegistry registry, Producer<byte[], byte[]> producer, TopicSpec topic, String instance) {
    this.registry = registry;
    this.producer = producer;
    this.topic = topic;
    this.instance = instance;
    Gauge.builder("eddyline.snapshot.consecutive.refusals", consecutiveRefusals, AtomicLong::get)
        .description("versions that the builder's gate refused since the last accepted one")
        .register(registry);
  }

  /** Sets the gauge. */
  void show(long refusalsInRow) {
    consecutiveRefusals.set(refusalsInRow);
  }

  /** Tells of a version that was judged; says nothing of one that was not. */
  void report(Manifest manifest, long refusalsInRow, long nowMs) {
    show(refusalsInRow);
    Manifest.Gate gate = manifest.gate();
    if (gate == null) {
      return;
    }
    Verdict.Builder verdict =
        Verdict.newBuilder()
            .setModel(manifest.model())
            .setVersion(manifest.version())
            .setInstance(instance)
            .setPassed(gate.passed())
            .setAtMs(nowMs);
    for (Manifest.Check check : gate.checks()) {
      verdict.addChecks(
          VerdictCheck.newBuilder()
              .setName(check.name())
              .setValue(check.value())
              .setLimit(check.limit())
              .setPassed(check.passed())
              .setDetail(check.detail()));
    }
    if (!gate.passed()) {
      Manifest.Check failed =
          gate.checks().stream().filter(check -> !check.passed()).findFirst().orElseThrow();
      verdict.setReason(failed.name()).setDetail(failed.detail());
      count(failed.name());
      LOG.warn(
          "version {} of {} is refused ({}, the {}. in a row), the accepted one stays: {}",
          manifest.version(),
          manifest.model(),
          failed.name(),
          refusalsInRow,
          failed.detail());
    }
    send(manifest, verdict.build());
  }

  private void count(String reason) {
    Counter.builder("eddyline.snapshot.refusals")
        .description("Versions that were not accepted")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  /* One that Kafka does not take is not sent again: the manifest says the same. */
  private void send(Manifest manifest, Verdict verdict) {
    byte[] key = new VerdictKey(manifest.model(), manifest.version(), instance).bytes();
    Future<?> _ =
        producer.send(
            new ProducerRecord<>(topic.name(), key, RecordSerdes.VERDICT.encode(verdict)));
  }
}
