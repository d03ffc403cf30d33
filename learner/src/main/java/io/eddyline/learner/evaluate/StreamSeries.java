package io.eddyline.learner.evaluate;

import java.util.ArrayList;
import java.util.List;

/**
 * Quality along the stream, in {@value #PARTS} stretches of equally many events.
 *
 * <p>Threading: one thread.
 */
final class StreamSeries {
  static final int PARTS = 50;

  private final QualitySum[] parts = new QualitySum[PARTS];
  private final int events;

  /**
   * @param events of the whole stream
   */
  StreamSeries(int events) {
    this.events = events;
    for (int part = 0; part < PARTS; part++) {
      parts[part] = new QualitySum();
    }
  }

  void add(int event, double rank) {
    parts[(int) ((long) event * PARTS / events)].add(rank);
  }

  /** The stretches in which an event was evaluated. */
  List<SeriesPoint> points() {
    List<SeriesPoint> points = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      if (parts[part].count() > 0) {
        points.add(SeriesPoint.of(end(part), parts[part]));
      }
    }
    return points;
  }

  private long end(int part) {
    return Math.ceilDiv((part + 1L) * events, PARTS);
  }
}
