package io.eddyline.k8s.process;

import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.ingest.gateway.Gateway;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.learner.attribution.AttributionAgent;
import io.eddyline.learner.snapshot.build.SnapshotAgent;
import io.eddyline.learner.snapshot.build.SnapshotPlan;
import io.eddyline.learner.snapshot.build.SnapshotsConfig;
import io.eddyline.learner.stream.Learner;
import io.eddyline.schemas.snapshot.ManifestSigner;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.serving.Serving;
import io.eddyline.serving.ServingContext;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How each tier is made from the configuration. A tier is started when it is returned.
 *
 * <p>Threading: stateless; called by the composition roots.
 */
public final class Tiers {
  private static final Logger LOG = LoggerFactory.getLogger(Tiers.class);

  private Tiers() {}

  /** Creates the topics that are missing; refuses those that lose data, warns of others. */
  public static List<TopicAdmin.Status> applyTopics(ProcessContext context) {
    List<TopicAdmin.Status> statuses;
    try (Admin admin = Admin.create(context.kafka())) {
      statuses = new TopicAdmin(admin, context.topics()).apply();
    }
    for (TopicAdmin.Status status : statuses) {
      if (status.state() == TopicAdmin.State.DIFFERENT) {
        LOG.warn("topic {}: {}", status.spec().name(), status.detail());
      }
    }
    return statuses;
  }

  public static Gateway gateway(ProcessContext context) {
    return Gateway.start(
        context.vertx(),
        context.config().gateway(),
        context.config().events(),
        context.topics(),
        context.kafka(),
        context.registry(),
        context::scrape,
        context.clock());
  }

  public static Cleaning cleaning(ProcessContext context) {
    EddylineConfig config = context.config();
    Cleaning cleaning =
        new Cleaning(
            config.cleaning(),
            config.events(),
            context.topics(),
            context.kafka(),
            config.streamsState("cleaning"),
            context.registry());
    cleaning.start();
    return cleaning;
  }

  public static Learner learner(ProcessContext context) {
    EddylineConfig config = context.config();
    Learner learner =
        new Learner(
            config.learning(),
            config.learner(),
            context.topics(),
            context.kafka(),
            config.streamsState("learner"),
            context.registry(),
            config.learner().delta().enabled() ? context.aeron().link() : null);
    learner.start();
    return learner;
  }

  public static SnapshotAgent snapshots(ProcessContext context) {
    EddylineConfig config = context.config();
    SnapshotAgent agent =
        new SnapshotAgent(
            new SnapshotPlan(
                config.model(),
                signed(context.snapshots().store(), config.snapshots()),
                config.snapshots(),
                config.learning(),
                context.topics()),
            context.kafka(),
            context.registry(),
            context.clock());
    agent.start();
    return agent;
  }

  /** Runs beside the snapshot builder. */
  public static AttributionAgent attribution(ProcessContext context) {
    AttributionAgent agent =
        new AttributionAgent(
            context.topics(), context.kafka(), context.registry(), context.clock());
    agent.start();
    return agent;
  }

  public static Serving serving(ProcessContext context) {
    EddylineConfig config = context.config();
    return Serving.start(
        context.vertx(),
        config.serving(),
        new ServingContext(
            context.instance(),
            config.model(),
            context.snapshots().store().demanding(config.serving().snapshots().policy()),
            context.topics(),
            context.kafka(),
            context.registry(),
            context::scrape,
            context.clock(),
            config.serving().overlayFeed().enabled() ? context.aeron().link() : null));
  }

  private static SnapshotStore signed(SnapshotStore store, SnapshotsConfig config) {
    return config.signingKeyFile().isEmpty()
        ? store
        : store.signedBy(ManifestSigner.of(Path.of(config.signingKeyFile())));
  }
}
