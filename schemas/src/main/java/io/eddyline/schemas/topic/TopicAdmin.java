package io.eddyline.schemas.topic;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Compares the cluster's topics with the catalogue, creates those that are missing, and refuses
 * those that would lose or misplace data.
 *
 * <p>Threading: as its admin client, thread-safe; every call waits for Kafka.
 */
public final class TopicAdmin {
  /** How a topic of the catalogue stands in the cluster. */
  public enum State {
    PRESENT,
    MISSING,
    /** Other settings than the catalogue's; it works, and an operator may have meant it. */
    DIFFERENT,
    /** Another partition count, or a setting that loses data: nothing starts on it. */
    UNUSABLE
  }

  /**
   * One topic's comparison.
   *
   * @param detail what differs, and what to do where nothing starts; empty when nothing differs
   */
  public record Status(TopicSpec spec, State state, String detail) {}

  private final Admin admin;
  private final TopicCatalogue catalogue;

  public TopicAdmin(Admin admin, TopicCatalogue catalogue) {
    this.admin = admin;
    this.catalogue = catalogue;
  }

  /** Every topic of the catalogue against the cluster. */
  public List<Status> compare() {
    Set<String> existing = await(admin.listTopics().names().toCompletionStage());
    List<String> names =
        catalogue.all().stream().map(TopicSpec::name).filter(existing::contains).toList();
    Map<String, TopicDescription> descriptions =
        await(admin.describeTopics(names).allTopicNames().toCompletionStage());
    Map<ConfigResource, Config> configs =
        await(
            admin
                .describeConfigs(names.stream().map(TopicAdmin::resource).toList())
                .all()
                .toCompletionStage());
    TopicCheck check = new TopicCheck(catalogue.config().replicationFactor());
    return catalogue.all().stream()
        .map(
            spec -> {
              TopicDescription description = descriptions.get(spec.name());
              Config config = configs.get(resource(spec.name()));
              return description == null || config == null
                  ? new Status(spec, State.MISSING, "")
                  : check.status(spec, description, config);
            })
        .toList();
  }

  /**
   * Creates what is missing.
   *
   * @return the comparison as it is afterwards
   * @throws EddylineException (STOP) if a topic is unusable
   */
  public List<Status> apply() {
    List<Status> before = compare();
    refuseUnusable(before);
    List<NewTopic> missing =
        before.stream()
            .filter(status -> status.state() == State.MISSING)
            .map(status -> newTopic(status.spec()))
            .toList();
    if (missing.isEmpty()) {
      return before;
    }
    for (var creation : admin.createTopics(missing).values().values()) {
      try {
        await(creation.toCompletionStage());
      } catch (EddylineException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    List<Status> after = compare();
    refuseUnusable(after);
    return after;
  }

  /** The id of a topic that exists; a topic of the same name that is made anew has another. */
  public Uuid id(TopicSpec spec) {
    return await(admin.describeTopics(List.of(spec.name())).allTopicNames().toCompletionStage())
        .values()
        .iterator()
        .next()
        .topicId();
  }

  private NewTopic newTopic(TopicSpec spec) {
    return new NewTopic(
            spec.name(), spec.partitions(), (short) catalogue.config().replicationFactor())
        .configs(spec.settings());
  }

  private static void refuseUnusable(List<Status> statuses) {
    String faults =
        statuses.stream()
            .filter(status -> status.state() == State.UNUSABLE)
            .map(status -> "topic %s: %s".formatted(status.spec().name(), status.detail()))
            .collect(Collectors.joining("; "));
    if (!faults.isEmpty()) {
      throw new EddylineException(Action.STOP, faults);
    }
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new EddylineException(Action.RETRY, "Kafka refused: " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.RETRY, "interrupted while asking Kafka", e);
    }
  }
}
