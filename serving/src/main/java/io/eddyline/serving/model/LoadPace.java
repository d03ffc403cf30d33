package io.eddyline.serving.model;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * Holds a load to a share of the time, and ends it when nobody wants it any more.
 *
 * <p>After w nanoseconds of work it rests for w (1 / share - 1). ONNX Runtime's own work between
 * two calls cannot be divided and is paid for by the rest that follows.
 *
 * <p>Threading: the loading thread.
 */
final class LoadPace {
  /** As fast as it goes, to the end. */
  static final LoadPace UNLIMITED = new LoadPace(1, () -> true);

  /* Shorter pieces are added up: a thread is not put to sleep for less. */
  private static final long MIN_WORK_NS = 500_000;

  private final double restPerWork;
  private final BooleanSupplier wanted;
  private final LongConsumer rest;
  private long workSinceNs = System.nanoTime();

  /**
   * @param timeShare above 0, at most 1
   * @param wanted whether the load goes on
   */
  LoadPace(double timeShare, BooleanSupplier wanted) {
    this(timeShare, wanted, LockSupport::parkNanos);
  }

  /**
   * @param rest waits for so many nanoseconds
   */
  LoadPace(double timeShare, BooleanSupplier wanted, LongConsumer rest) {
    this.restPerWork = 1 / timeShare - 1;
    this.wanted = wanted;
    this.rest = rest;
  }

  /** A load ended before its end, since something else is wanted. */
  static final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AbandonedException() {
      super("the load was abandoned", null, false, false);
    }
  }

  /** To be called between two pieces of work of some milliseconds. */
  void pause() {
    if (!wanted.getAsBoolean()) {
      throw new AbandonedException();
    }
    long workedNs = System.nanoTime() - workSinceNs;
    if (restPerWork > 0 && workedNs >= MIN_WORK_NS) {
      rest.accept((long) (workedNs * restPerWork));
      workSinceNs = System.nanoTime();
    }
  }
}
