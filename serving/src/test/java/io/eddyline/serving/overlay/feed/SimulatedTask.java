package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.overlay.RowVersion;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/** One life of a simulated task: its rows, those not committed, and how far it is. */
final class SimulatedTask {
  final long epoch;
  final long publisher;
  final Map<String, RowVersion> rows = new HashMap<>();
  final TreeSet<String> dirty = new TreeSet<>();
  long sequence;
  long input = -1;

  SimulatedTask(long epoch, long publisher) {
    this.epoch = epoch;
    this.publisher = publisher;
  }
}
