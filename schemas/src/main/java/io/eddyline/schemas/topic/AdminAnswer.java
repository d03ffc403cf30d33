package io.eddyline.schemas.topic;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;

/** What Kafka answers to an admin client, waited for. */
public final class AdminAnswer {
  private AdminAnswer() {}

  /**
   * Waits for an answer.
   *
   * @throws EddylineException (RETRY) if Kafka refuses, which is the cause then
   */
  public static <T> T await(KafkaFuture<T> answer) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new EddylineException(Action.RETRY, "Kafka refused: " + cause.getMessage(), cause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.RETRY, "interrupted while asking Kafka", e);
    }
  }
}
