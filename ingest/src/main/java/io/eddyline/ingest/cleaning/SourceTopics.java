package io.eddyline.ingest.cleaning;

import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * Ids of the topics that cleaning reads. Offsets count in one topic: one of the same name that was
 * made anew has another id, and begins at 0.
 *
 * <p>Threading: asked by the thread that starts cleaning, before any task does; then read by all.
 */
public final class SourceTopics {
  private final TopicCatalogue catalogue;
  private volatile Map<String, String> ids = Map.of();

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
      ids = known(spec -> topics.id(spec).toString());
    }
  }

  /** Tells the ids, where nobody can be asked. */
  void tell(Function<TopicSpec, String> idOf) {
    ids = known(idOf);
  }

  private Map<String, String> known(Function<TopicSpec, String> idOf) {
    return Stream.of(catalogue.events(), catalogue.movedEvents())
        .collect(Collectors.toUnmodifiableMap(TopicSpec::name, idOf));
  }

  /** The id of a topic that cleaning reads. */
  String idOf(String topic) {
    String id = ids.get(topic);
    if (id == null) {
      throw new IllegalStateException("nobody has asked for the id of " + topic);
    }
    return id;
  }
}
