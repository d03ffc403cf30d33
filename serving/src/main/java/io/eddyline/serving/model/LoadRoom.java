package io.eddyline.serving.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Room for a bounded number of versions in memory: those in service, those that their last requests
 * hold, and the one that is being loaded.
 *
 * <p>Threading: thread-safe; {@link #take} waits.
 */
final class LoadRoom {
  private static final long LOOK_MS = 20;

  private final int places;
  private final Semaphore free;
  private final Counter loads;
  private final Counter closes;

  LoadRoom(int places, MeterRegistry registry) {
    this.places = places;
    this.free = new Semaphore(places);
    this.loads =
        Counter.builder("eddyline.serving.model.loads")
            .description("Versions that were loaded and passed every check")
            .register(registry);
    this.closes =
        Counter.builder("eddyline.serving.model.closes")
            .description("Versions that were closed after their last request")
            .register(registry);
    Gauge.builder(
            "eddyline.serving.model.loaded", this, it -> it.places - it.free.availablePermits())
        .description("Versions in memory, one that is being loaded among them")
        .register(registry);
  }

  /** How many versions may be in memory at once. */
  int places() {
    return places;
  }

  /**
   * Takes a place as soon as there is one.
   *
   * @param wanted whether to go on waiting
   * @throws LoadPace.AbandonedException if it ended first
   */
  void take(BooleanSupplier wanted) {
    try {
      while (!free.tryAcquire(LOOK_MS, TimeUnit.MILLISECONDS)) {
        if (!wanted.getAsBoolean()) {
          throw new LoadPace.AbandonedException();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LoadPace.AbandonedException();
    }
  }

  /** The place that was taken holds a model now. */
  void filled() {
    loads.increment();
  }

  /** A model was closed. */
  void emptied() {
    closes.increment();
    free.release();
  }

  /** The place that was taken stays empty. */
  void giveBack() {
    free.release();
  }
}
