package io.eddyline.ingest.cleaning;

import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Ids of the topics that cleaning reads. Offsets count in one topic: one of the same name that was
 * made anew has another id, and begins at 0.
 *
 * <p>Threading: asked by the thread that starts cleaning, before any task does; then read by all.
 */
public final class SourceTopics {
  private final TopicCatalogue catalogue;
  private volatile Map<String, Long> names = Map.of();

  public SourceTopics(TopicCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Asks Kafka; the topics must exist.
   *
   * @param kafka client settings: servers, security
   */
  public void ask(Map<String, Object> kafka) {
    try (Admin admin = Admin.create(kafka)) {
      TopicAdmin topics = new TopicAdmin(admin, catalogue);
      names = named(topics::id);
    }
  }

  /** Tells the ids, where nobody can be asked. */
  void tell(Function<TopicSpec, Uuid> idOf) {
    names = named(idOf);
  }

  private Map<String, Long> named(Function<TopicSpec, Uuid> idOf) {
    return Stream.of(catalogue.events(), catalogue.movedEvents())
        .collect(Collectors.toUnmodifiableMap(TopicSpec::name, spec -> name(idOf.apply(spec))));
  }

  /* Ids are random: their halves together are as good a name as both. */
  private static long name(Uuid id) {
    return Math.max(1, (id.getMostSignificantBits() ^ id.getLeastSignificantBits()) >>> 1);
  }

  /** What {@code Interaction.source_topic} names a topic that cleaning reads; never 0. */
  long nameOf(String topic) {
    Long name = names.get(topic);
    if (name == null) {
      throw new IllegalStateException("nobody has asked for the id of " + topic);
    }
    return name;
  }
}
