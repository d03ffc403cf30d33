package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.health.HealthReading;
import io.eddyline.learner.health.NormReading;
import io.eddyline.learner.health.NormSummary;
import io.eddyline.schemas.record.MetricSample;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.topic.TopicSpec;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Tells the health of the newest accepted version, as its manifest has it, to gauges and to the
 * metrics topic: one sample a value.
 *
 * <p>Threading: called on the builder's thread; the gauges are read by any, from an immutable value
 * that a volatile write publishes.
 */
final class HealthReporter {
  private final Producer<byte[], byte[]> producer;
  private final TopicSpec topic;
  private volatile HealthReading reading = HealthReading.NONE;

  HealthReporter(MeterRegistry registry, Producer<byte[], byte[]> producer, TopicSpec topic) {
    this.producer = producer;
    this.topic = topic;
    rank(registry, "item", HealthReading::itemEffectiveRank);
    rank(registry, "user", HealthReading::userEffectiveRank);
    norms(registry, "item", HealthReading::items);
    norms(registry, "context", HealthReading::contexts);
    norms(registry, "user", HealthReading::users);
    Gauge.builder("eddyline.snapshot.lost.hits.ratio", this, it -> it.reading.lostHits().share())
        .description("share of the last version's sampled hits that the newest does not have")
        .register(registry);
  }

  /** Sets the gauges. */
  void show(Manifest manifest) {
    reading = HealthReading.of(manifest.metrics());
  }

  /** Sets the gauges and writes the samples; one that Kafka does not take is not sent again. */
  void report(Manifest manifest) {
    show(manifest);
    send(manifest);
  }

  /** Writes the samples alone, of a version that is not accepted. */
  void send(Manifest manifest) {
    manifest.metrics().forEach((name, value) -> send(sample(manifest, name, value)));
  }

  private static MetricSample sample(Manifest manifest, String name, double value) {
    return MetricSample.newBuilder()
        .setName("eddyline_snapshot_" + name)
        .putTags("model", manifest.model())
        .putTags("version", Long.toString(manifest.version()))
        .setValue(value)
        .setAtMs(manifest.createdAtMs())
        .build();
  }

  private void send(MetricSample sample) {
    byte[] key = sample.getName().getBytes(StandardCharsets.UTF_8);
    Future<?> _ =
        producer.send(
            new ProducerRecord<>(topic.name(), key, RecordSerdes.METRIC_SAMPLE.encode(sample)));
  }

  private void rank(MeterRegistry registry, String rows, ToDoubleFunction<HealthReading> value) {
    Gauge.builder(
            "eddyline.snapshot.effective.rank.dimensions",
            this,
            it -> value.applyAsDouble(it.reading))
        .description("dimensions that the rows of the newest version use")
        .tag("rows", rows)
        .register(registry);
  }

  private void norms(
      MeterRegistry registry, String rows, Function<HealthReading, NormReading> norms) {
    norm(registry, rows, "mean", it -> norms.apply(it).now(), NormSummary::mean);
    norm(registry, rows, "p05", it -> norms.apply(it).now(), NormSummary::p05);
    norm(registry, rows, "p50", it -> norms.apply(it).now(), NormSummary::p50);
    norm(registry, rows, "p95", it -> norms.apply(it).now(), NormSummary::p95);
    Gauge.builder("eddyline.snapshot.norm.drift.ratio", this, it -> norms.apply(it.reading).drift())
        .description("largest change of the lengths since the version before")
        .tag("rows", rows)
        .register(registry);
  }

  private void norm(
      MeterRegistry registry,
      String rows,
      String statistic,
      Function<HealthReading, NormSummary> norms,
      ToDoubleFunction<NormSummary> value) {
    Gauge.builder(
            "eddyline.snapshot.norm.length",
            this,
            it -> value.applyAsDouble(norms.apply(it.reading)))
        .description("lengths of the newest version's vectors")
        .tag("rows", rows)
        .tag("statistic", statistic)
        .register(registry);
  }
}
