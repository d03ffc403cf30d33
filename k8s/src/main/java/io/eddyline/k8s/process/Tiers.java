package io.eddyline.k8s.process;

import io.eddyline.ingest.cleaning.Cleaning;
import io.eddyline.ingest.gateway.Gateway;
import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.learner.snapshot.build.SnapshotAgent;
import io.eddyline.learner.snapshot.build.SnapshotPlan;
import io.eddyline.learner.stream.Learner;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.serving.Serving;
import io.eddyline.serving.ServingContext;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;

/**
 * How each tier is made from the configuration. A tier is started when it is returned.
 *
 * <p>Threading: stateless; called by the composition roots.
 */
public final class Tiers {
  private Tiers() {}

  /** Creates the topics that are missing. */
  public static List<TopicAdmin.Status> applyTopics(ProcessContext context) {
    try (Admin admin = Admin.create(context.kafka())) {
      return new TopicAdmin(admin, context.topics()).apply();
    }
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
            context.registry());
    learner.start();
    return learner;
  }

  public static SnapshotAgent snapshots(ProcessContext context) {
    EddylineConfig config = context.config();
    SnapshotAgent agent =
        new SnapshotAgent(
            new SnapshotPlan(
                config.model(),
                new FileSnapshotStore(config.snapshotStore()),
                config.snapshots(),
                config.learning(),
                context.topics()),
            context.kafka(),
            context.registry(),
            context.clock());
    agent.start();
    return agent;
  }

  public static Serving serving(ProcessContext context) {
    EddylineConfig config = context.config();
    return Serving.start(
        context.vertx(),
        config.serving(),
        new ServingContext(
            config.model(),
            new FileSnapshotStore(config.snapshotStore()),
            context.topics(),
            context.kafka(),
            context.registry(),
            context::scrape,
            context.clock()));
  }
}
