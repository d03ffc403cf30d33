package io.eddyline.learner.evaluate;

/** Is told how far an evaluation has come. */
@FunctionalInterface
public interface Progress {
  /** Every thousand events and at the end. */
  void at(int event, int events, Quality soFar);
}
