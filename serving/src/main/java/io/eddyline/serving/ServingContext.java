package io.eddyline.serving;

import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the process lends to serving; serving closes none of it.
 *
 * @param instance names this pod among those of the deployment
 * @param model whose snapshots are served unless the control topic names another one
 * @param store where snapshots are
 * @param topics names the topics of announcements, orders and verdicts
 * @param kafkaClient settings of every Kafka client: bootstrap servers, security
 * @param registry receives serving's meters
 * @param scrape the text that {@code /metrics} answers
 * @param clock for the age of a model
 * @param aeron by which learners are heard; null to read the row topics alone
 */
public record ServingContext(
    String instance,
    String model,
    SnapshotStore store,
    TopicCatalogue topics,
    Map<String, Object> kafkaClient,
    MeterRegistry registry,
    Supplier<String> scrape,
    InstantSource clock,
    @Nullable AeronLink aeron) {
  public ServingContext {
    kafkaClient = Map.copyOf(kafkaClient);
  }
}
