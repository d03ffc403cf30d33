package io.eddyline.k8s.standalone;

import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.ingest.gateway.Gateway;
import io.eddyline.k8s.broker.EmbeddedBroker;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.learner.snapshot.build.SnapshotAgent;
import io.eddyline.learner.stream.Learner;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.serving.Serving;
import io.micrometer.core.instrument.Gauge;
import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * Broker, ingest, learner, snapshots and serving in one process.
 *
 * <p>Threading: started and closed by one thread; the accessors from any.
 */
public final class Standalone implements AutoCloseable {
  private final CloseStack resources;
  private final ProcessContext context;
  private final Gateway gateway;
  private final Cleaning cleaning;
  private final Learner learner;
  private final SnapshotAgent snapshots;
  private final Serving serving;

  private Standalone(CloseStack resources, ProcessContext context) {
    this.resources = resources;
    this.context = context;
    Tiers.applyTopics(context);
    serving = resources.push(Tiers.serving(context));
    snapshots = resources.push(Tiers.snapshots(context));
    resources.push(Tiers.attribution(context));
    learner = resources.push(Tiers.learner(context));
    cleaning = resources.push(Tiers.cleaning(context));
    gateway = resources.push(Tiers.gateway(context));
  }

  /** Starts everything; returns when the ports are open, see {@link #isReady}. */
  public static Standalone start(EddylineConfig config) {
    CloseStack resources = new CloseStack();
    try {
      String servers = config.kafka().bootstrapServers();
      if (servers.isBlank()) {
        servers =
            resources
                .push(EmbeddedBroker.start(config.dataDir().resolve("kafka")))
                .bootstrapServers();
      }
      return new Standalone(
          resources, resources.push(ProcessContext.open(config.asOnlyInstance(), servers)));
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  /** Events are cleaned and learnt, and a model is served. */
  public boolean isReady() {
    return cleaning.running() && learner.running() && serving.modelVersion() > 0;
  }

  /** Where Kafka's clients connect. */
  public String bootstrapServers() {
    return String.valueOf(context.kafka().get("bootstrap.servers"));
  }

  /** Base address of the event interface. */
  public URI ingestUrl() {
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  /** Base address of the recommendation interface. */
  public URI servingUrl() {
    return URI.create("http://127.0.0.1:" + serving.port());
  }

  /** Distinct events in the learnt state. */
  public long trainedEvents() {
    return learner.trainedEvents();
  }

  /** Events whose users are learnt and whose items are not yet. */
  public long leadEvents() {
    return learner.leadEvents();
  }

  /** Completes when a tier cannot go on, with what says why and what to do. */
  public CompletableFuture<EddylineException> failure() {
    return learner.failure().applyToEither(cleaning.failure(), failure -> failure);
  }

  /** Version that is served. */
  public long modelVersion() {
    return serving.modelVersion();
  }

  /** Version that was built last. */
  public long builtVersion() {
    return snapshots.version();
  }

  /** Value of a gauge, by its Micrometer name and tags; NaN while there is none. */
  public double gauge(String name, String... tags) {
    Gauge gauge = context.registry().find(name).tags(tags).gauge();
    return gauge == null ? Double.NaN : gauge.value();
  }

  /** All metrics in Prometheus's text format. */
  public String scrape() {
    return context.scrape();
  }

  /** Ends in order: no new events, learnt to the end, answers to the last. Idempotent. */
  @Override
  public void close() {
    resources.close();
  }
}
