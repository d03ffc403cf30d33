package io.eddyline.ingest.replay;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.topic.Partitions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Publishes a data set in time order: the titles first, then the events, spread over lanes by user.
 *
 * <p>Each lane keeps its order; lanes may run ahead of each other by some batches.
 *
 * <p>Threading: {@link #run} blocks its caller; the lanes are virtual threads.
 */
public final class Replayer {
  private final ReplayConfig config;
  private final EventSink sink;
  private final ReplayListener listener;
  private final Patience patience;
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();

  /** A replayer for one run; the sink stays the caller's to close. */
  public Replayer(ReplayConfig config, EventSink sink, ReplayListener listener) {
    this.config = config;
    this.sink = sink;
    this.listener = listener;
    this.patience = new Patience(config.giveUpAfterMs());
  }

  /**
   * Publishes everything.
   *
   * @throws EddylineException if the receiver refuses a call, or stays away for too long
   */
  public ReplayReport run(EventTable events, List<CatalogueTitle> titles) {
    long startNs = System.nanoTime();
    publishTitles(titles);
    List<Lane> lanes =
        IntStream.range(0, config.lanes()).mapToObj(lane -> lane(lane, events.size())).toList();
    lanes.forEach(Lane::start);
    try {
      dispatch(events, lanes);
      for (Lane lane : lanes) {
        lane.finish();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EddylineException(Action.STOP, "replay interrupted", e);
    } finally {
      lanes.forEach(Lane::abandon);
    }
    return new ReplayReport(
        done.get() - refused.get(),
        refused.get(),
        titles.size(),
        patience.retries(),
        Duration.ofNanos(System.nanoTime() - startNs).toMillis());
  }

  private void publishTitles(List<CatalogueTitle> titles) {
    for (int from = 0; from < titles.size(); from += config.batchEvents()) {
      List<CatalogueTitle> batch =
          titles.subList(from, Math.min(from + config.batchEvents(), titles.size()));
      boolean _ =
          patience.call(
              () -> {
                sink.publishTitles(batch);
                return true;
              });
    }
  }

  private void dispatch(EventTable events, List<Lane> lanes) throws InterruptedException {
    Pace pace = new Pace(config.eventsPerSecond());
    for (int i = 0; i < events.size(); i++) {
      if (!pace.isDue(i)) {
        for (Lane lane : lanes) {
          lane.flush();
        }
        pace.await(i);
      }
      ReplayEvent event = ReplayEvent.at(events, i);
      lanes.get(Partitions.of(event.event().userId(), lanes.size())).add(event);
    }
  }

  private Lane lane(int number, long totalEvents) {
    return new Lane(
        "replay-" + number,
        config.batchEvents(),
        batch -> {
          int refusedOfBatch = patience.call(() -> sink.publish(batch));
          refused.addAndGet(refusedOfBatch);
          listener.progress(done.addAndGet(batch.size()), totalEvents);
        });
  }
}
