package io.eddyline.ingest.replay;

import io.eddyline.schemas.error.EddylineException;
import java.util.List;

/**
 * Where a replay goes: a gateway or Kafka.
 *
 * <p>Both calls block until the receiver has acknowledged, and throw {@link EddylineException}:
 * RETRY if the same call may succeed in a moment, STOP if not.
 *
 * <p>Threading: thread-safe; every lane calls it.
 */
public interface EventSink extends AutoCloseable {
  /** Publishes catalogue entries. */
  void publishTitles(List<CatalogueTitle> titles);

  /**
   * Publishes events, in this order where they are of one user.
   *
   * @return how many of them were refused
   */
  int publish(List<ReplayEvent> events);

  @Override
  void close();
}
