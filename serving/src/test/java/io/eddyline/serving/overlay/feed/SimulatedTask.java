package io.eddyline.serving.overlay.feed;

/** One life of a simulated task: its rows, and how far it is. */
final class SimulatedTask {
  final long epoch;
  final long publisher;
  final SimulatedRows rows;
  long sequence;
  long input = -1;

  SimulatedTask(long epoch, long publisher, SimulatedRows rows) {
    this.epoch = epoch;
    this.publisher = publisher;
    this.rows = rows;
  }
}
