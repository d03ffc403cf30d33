package io.eddyline.schemas.topic;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Compares the cluster's topics with the catalogue and creates those that are missing. */
public final class TopicAdmin {
  /** How a topic of the catalogue stands in the cluster. */
  public enum State {
    PRESENT,
    MISSING,
    /** Another partition count or other settings than the catalogue's. */
    DIFFERENT
  }

  /**
   * One topic's comparison.
   *
   * @param detail what differs, empty when nothing does
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
    List<Status> statuses = new ArrayList<>();
    for (TopicSpec spec : catalogue.all()) {
      statuses.add(
          existing.contains(spec.name())
              ? compareExisting(spec)
              : new Status(spec, State.MISSING, ""));
    }
    return statuses;
  }

  /**
   * Creates what is missing.
   *
   * @return the comparison as it is afterwards
   * @throws EddylineException (STOP) if a topic has another partition count, since users and items
   *     would move to partitions that do not hold their rows
   */
  public List<Status> apply() {
    List<NewTopic> missing =
        compare().stream()
            .filter(status -> status.state() == State.MISSING)
            .map(
                status ->
                    new NewTopic(
                            status.spec().name(),
                            status.spec().partitions(),
                            (short) catalogue.config().replicationFactor())
                        .configs(status.spec().settings()))
            .toList();
    for (var creation : admin.createTopics(missing).values().entrySet()) {
      try {
        await(creation.getValue().toCompletionStage());
      } catch (EddylineException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
      }
    }
    List<Status> statuses = compare();
    for (Status status : statuses) {
      if (status.detail().startsWith("partitions")) {
        throw new EddylineException(
            Action.STOP,
            ("topic %s: %s; set topics.user-partitions and topics.item-partitions to what the"
                    + " cluster has, or start under another topics.prefix")
                .formatted(status.spec().name(), status.detail()));
      }
    }
    return statuses;
  }

  private Status compareExisting(TopicSpec spec) {
    TopicDescription description =
        only(await(admin.describeTopics(List.of(spec.name())).allTopicNames().toCompletionStage()));
    if (description.partitions().size() != spec.partitions()) {
      return new Status(
          spec,
          State.DIFFERENT,
          "partitions %d, expected %d"
              .formatted(description.partitions().size(), spec.partitions()));
    }
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, spec.name());
    Config config = only(await(admin.describeConfigs(List.of(resource)).all().toCompletionStage()));
    Map<String, String> differences = new HashMap<>();
    spec.settings()
        .forEach(
            (key, expected) -> {
              ConfigEntry entry = config.get(key);
              if (entry == null || !expected.equals(entry.value())) {
                differences.put(
                    key,
                    "%s, expected %s".formatted(entry == null ? null : entry.value(), expected));
              }
            });
    return differences.isEmpty()
        ? new Status(spec, State.PRESENT, "")
        : new Status(spec, State.DIFFERENT, differences.toString());
  }

  private static <T> T only(Map<?, T> answer) {
    return answer.values().iterator().next();
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
