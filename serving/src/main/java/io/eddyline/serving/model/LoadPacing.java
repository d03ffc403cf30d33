package io.eddyline.serving.model;

import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/**
 * How loads are held back.
 *
 * @param timeShare that loading takes, above 0, at most 1
 * @param rest waits for so many nanoseconds
 */
record LoadPacing(double timeShare, LongConsumer rest) {
  /** The pace of one load. */
  LoadPace pace(BooleanSupplier wanted) {
    return new LoadPace(timeShare, wanted, rest);
  }
}
