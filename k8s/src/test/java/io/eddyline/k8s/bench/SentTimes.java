package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.CatalogueTitle;
import io.eddyline.ingest.replay.EventSink;
import io.eddyline.ingest.replay.ReplayEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A sink that notes when each user's events leave, and says how old they are once the user's row
 * counts them.
 *
 * <p>Threading: thread-safe; a user's events come from one thread, as a replay's do.
 */
final class SentTimes implements EventSink {
  private final EventSink sink;
  private final Map<String, List<Long>> sentNs = new HashMap<>();
  private final Map<String, Integer> seen = new HashMap<>();

  SentTimes(EventSink sink) {
    this.sink = sink;
  }

  @Override
  public void publishTitles(List<CatalogueTitle> titles) {
    sink.publishTitles(titles);
  }

  @Override
  public int publish(List<ReplayEvent> events) {
    long nowNs = System.nanoTime();
    synchronized (this) {
      for (ReplayEvent event : events) {
        sentNs.computeIfAbsent(event.event().userId(), _ -> new ArrayList<>()).add(nowNs);
      }
    }
    return sink.publish(events);
  }

  /**
   * A user's row was read.
   *
   * @param trainedEvents of the row
   * @return the ages of the events that it is the first to count, in nanoseconds
   */
  synchronized List<Long> read(String userId, long trainedEvents, long nowNs) {
    List<Long> sent = sentNs.getOrDefault(userId, List.of());
    int from = seen.getOrDefault(userId, 0);
    int to = (int) Math.min(trainedEvents, sent.size());
    seen.merge(userId, to, Math::max);
    return from >= to
        ? List.of()
        : sent.subList(from, to).stream().map(time -> nowNs - time).toList();
  }

  @Override
  public void close() {
    sink.close();
  }
}
