package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import java.util.ArrayList;
import java.util.List;

/**
 * The rows that the overlay took in this duty cycle, until they are shown to requests.
 *
 * <p>Threading: the overlay agent.
 */
final class NewRows {
  private final Overlay overlay;
  private final FeedMeters meters;
  private final List<EventTimes> times = new ArrayList<>();
  private long committedAtMs;
  private boolean any;

  NewRows(Overlay overlay, FeedMeters meters) {
    this.overlay = overlay;
    this.meters = meters;
  }

  /** The overlay changed. */
  void note() {
    any = true;
  }

  /** The overlay took a row whose last event came this way. */
  void note(EventTimes way) {
    any = true;
    if (way.trainedAtMs() > 0) {
      times.add(way);
    }
  }

  /** The overlay took rows of the log that were committed then; 0 if that is not known. */
  void noteCommitted(long atMs) {
    any = true;
    committedAtMs = atMs;
  }

  /** Requests see all of them from now on. */
  void show(long nowMs) {
    if (!any) {
      return;
    }
    overlay.changed();
    for (int k = 0; k < times.size(); k++) {
      meters.visible(times.get(k), nowMs);
    }
    times.clear();
    meters.visibleFromLog(committedAtMs, nowMs);
    committedAtMs = 0;
    any = false;
  }
}
