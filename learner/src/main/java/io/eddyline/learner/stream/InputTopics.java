package io.eddyline.learner.stream;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.topic.TopicAdmin;
import io.eddyline.schemas.topic.TopicCatalogue;
import java.nio.ByteBuffer;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Ids of the topics that the two sides read: the offsets of a progress record count in one of them.
 *
 * <p>Threading: asked by the thread that starts the learner, before any task does; then read by
 * all.
 */
final class InputTopics {
  private volatile ByteString interactions = ByteString.EMPTY;
  private volatile ByteString itemUpdates = ByteString.EMPTY;

  /**
   * Asks Kafka; the topics must exist.
   *
   * @param kafka client settings: servers, security
   */
  void ask(TopicCatalogue topics, Map<String, Object> kafka) {
    try (Admin admin = Admin.create(kafka)) {
      TopicAdmin topicAdmin = new TopicAdmin(admin, topics);
      interactions = bytes(topicAdmin.id(topics.interactions()));
      itemUpdates = bytes(topicAdmin.id(topics.itemUpdates()));
    }
  }

  /** Id of what the user side reads, 16 bytes; empty as long as it is not known. */
  ByteString interactions() {
    return interactions;
  }

  /** Id of what the item side reads, 16 bytes; empty as long as it is not known. */
  ByteString itemUpdates() {
    return itemUpdates;
  }

  private static ByteString bytes(Uuid id) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(2 * Long.BYTES)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .flip());
  }
}
