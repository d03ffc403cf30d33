package io.eddyline.k8s.bench.catalogue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Recall of answers, and the time that they take. */
final class Measure {
  private static final int WARM_UP_ROUNDS = 16;

  private Measure() {}

  /** What is timed; told which round it is. */
  interface Run {
    Object round(int round) throws Exception;
  }

  /** Mean over queries of the share of the expected best that is among the answered best. */
  static double recall(int[][] expected, int[][] answered, int results) {
    double sum = 0;
    for (int query = 0; query < expected.length; query++) {
      Set<Integer> found =
          Arrays.stream(answered[query]).limit(results).boxed().collect(Collectors.toSet());
      sum +=
          Arrays.stream(expected[query]).limit(results).filter(found::contains).count()
              / (double) Math.min(results, expected[query].length);
    }
    return sum / expected.length;
  }

  /** Mean milliseconds of a round, over so many seconds. */
  static double msARound(double seconds, Run run) throws Exception {
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      run.round(round);
    }
    long startNs = System.nanoTime();
    int rounds = 0;
    while (System.nanoTime() - startNs < seconds * 1e9) {
      run.round(rounds++);
    }
    return (System.nanoTime() - startNs) / 1e6 / rounds;
  }
}
