package io.eddyline.k8s.process;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Clock;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;

/**
 * What the tiers of one process share.
 *
 * <p>Threading: immutable; its parts are thread-safe.
 *
 * @param kafka settings for Kafka's clients
 */
public record ProcessContext(
    EddylineConfig config,
    TopicCatalogue topics,
    Map<String, Object> kafka,
    Vertx vertx,
    AeronHold aeron,
    StoreHold snapshots,
    PrometheusMeterRegistry registry,
    InstantSource clock)
    implements AutoCloseable {
  private static final String HOST =
      Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");

  /** Opens a context whose clients go to {@code bootstrapServers}. */
  public static ProcessContext open(EddylineConfig config, String bootstrapServers) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new FileDescriptorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return new ProcessContext(
        config,
        new TopicCatalogue(config.topics(), config.model()),
        config.kafka().clientSettings(bootstrapServers),
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(false)),
        new AeronHold(config.aeron(), registry),
        new StoreHold(config, Clock.systemUTC()),
        registry,
        Clock.systemUTC());
  }

  /** Names this process among those of the deployment: host and process id. */
  public String instance() {
    return HOST + "-" + ProcessHandle.current().pid();
  }

  /** All metrics of the process in Prometheus's text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
    aeron.close();
    snapshots.close();
    registry.close();
  }
}
