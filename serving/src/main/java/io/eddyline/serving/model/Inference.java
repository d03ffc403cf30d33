package io.eddyline.serving.model;

import java.util.concurrent.Executor;
import java.util.function.IntConsumer;

/**
 * How a version's graph is run.
 *
 * @param threads run it; what they are given waits for its turn in order
 * @param began hears of each run, how many queries it answers
 * @param maxBatch queries of one run at most
 * @param intraOpThreads that ONNX Runtime uses within one run
 */
record Inference(
    Executor threads, IntConsumer began, int maxBatch, int intraOpThreads, Prepacking prepacking) {
  /** On the thread that asks, one query at a time. */
  static final Inference INLINE = new Inference(Runnable::run, _ -> {}, 1, 1, Prepacking.AUTO);
}
