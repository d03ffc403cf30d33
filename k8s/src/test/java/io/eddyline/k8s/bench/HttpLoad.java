package io.eddyline.k8s.bench;

import java.io.IOException;
import java.util.function.Supplier;

/** Asks as fast as connections are answered. */
interface HttpLoad {
  /**
   * Answers a second.
   *
   * @param paths of the requests, asked for one after another
   */
  double perSecond(int connections, int seconds, Supplier<String> paths)
      throws IOException, InterruptedException;

  /** Requests that were not answered with 200. */
  long failures();
}
