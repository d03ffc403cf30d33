package io.eddyline.k8s.rebuild;

import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Takes away what a model has learnt: its consumer group, its topics, the note of its rebuild, the
 * orders for its versions. Its snapshots stay, since a serving process may be answering from one.
 *
 * <p>Threading: stateless; waits for Kafka.
 */
public final class ModelRemoval {
  private ModelRemoval() {}

  /**
   * Removes the catalogue's model; what is not there is no fault.
   *
   * @throws EddylineException (STOP) if it is ordered to be served, or if its learners are running
   */
  public static void remove(Map<String, Object> kafka, TopicCatalogue topics) {
    String model = topics.model();
    ControlLog control = new ControlLog(kafka, topics);
    if (model.equals(control.read().activeModel())) {
      throw new EddylineException(
          Action.STOP,
          "model %s is ordered to be served: order another one first".formatted(model));
    }
    String group = topics.learnerApplicationId();
    try (Admin admin = Admin.create(kafka)) {
      remove(
          admin.deleteConsumerGroups(List.of(group)).all(),
          GroupIdNotFoundException.class,
          "learners of the application %s are running: stop them first".formatted(group));
      for (TopicSpec topic : topics.ofModel()) {
        remove(
            admin.deleteTopics(List.of(topic.name())).all(),
            UnknownTopicOrPartitionException.class,
            "topic %s cannot be removed".formatted(topic.name()));
      }
    }
    control.forget(model);
  }

  private static void remove(
      KafkaFuture<Void> removal, Class<? extends Exception> alreadyGone, String refusal) {
    try {
      removal.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (alreadyGone.isInstance(cause)) {
        return;
      }
      throw new EddylineException(
          cause instanceof GroupNotEmptyException ? Action.STOP : Action.RETRY,
          "%s (%s)".formatted(refusal, cause.getMessage()),
          cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.RETRY, "interrupted while removing a model", e);
    }
  }
}
