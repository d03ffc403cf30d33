package io.eddyline.k8s.bench;

import io.eddyline.ingest.replay.CatalogueTitle;
import io.eddyline.ingest.replay.EventSink;
import io.eddyline.ingest.replay.ReplayEvent;
import java.util.List;

/**
 * A sink that lets no more than so many events wait to be trained, so that every stage behind it
 * runs at the speed of the slowest. Events that are published again have other ids.
 *
 * <p>Threading: thread-safe.
 */
final class Backlog implements EventSink {
  private final EventSink sink;
  private final long mostWaiting;
  private long published;
  private long trained;
  private volatile String idSuffix = "";

  /**
   * @param sink that takes the events; closed with this
   * @param mostWaiting events that are published and not yet trained
   */
  Backlog(EventSink sink, long mostWaiting) {
    this.sink = sink;
    this.mostWaiting = mostWaiting;
  }

  /** The data are published for the so many-th time, from 0. */
  void startPass(int pass) {
    idSuffix = pass == 0 ? "" : "-" + pass;
  }

  /** So many events are trained by now. */
  synchronized void trained(long count) {
    trained = count;
    notifyAll();
  }

  @Override
  public void publishTitles(List<CatalogueTitle> titles) {
    sink.publishTitles(titles);
  }

  @Override
  public int publish(List<ReplayEvent> events) {
    admit(events.size());
    boolean sent = false;
    try {
      int refused = sink.publish(events.stream().map(this::ofPass).toList());
      sent = true;
      return refused;
    } finally {
      if (!sent) {
        notPublished(events.size());
      }
    }
  }

  /** They come again and are counted then. */
  private synchronized void notPublished(int count) {
    published -= count;
    notifyAll();
  }

  private ReplayEvent ofPass(ReplayEvent event) {
    return new ReplayEvent(event.eventId() + idSuffix, event.event());
  }

  @Override
  public void close() {
    sink.close();
  }

  private synchronized void admit(int count) {
    while (published + count - trained > mostWaiting) {
      try {
        wait();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
    published += count;
  }
}
