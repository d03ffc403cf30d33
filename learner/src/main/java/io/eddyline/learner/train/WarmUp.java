package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;

/**
 * Made-up events for a learner that is then thrown away, so that the just-in-time compiler has seen
 * every part of a step before the first real event comes. Uncompiled, a step takes hundreds of
 * times as long, since every vector is an object then.
 */
public final class WarmUp {
  /** After so many the compiler has nothing left to do; see docs/benchmarks.md. */
  public static final int EVENTS = 12_000;

  private static final int USERS = 400;
  private static final int ITEMS = 1_000;
  private static final int UNPOPULARITY = 3;

  private WarmUp() {}

  /** Trains for about a second; what is learnt afterwards does not depend on it. */
  public static void run(LearnerSettings settings) {
    LocalLearner learner = new LocalLearner(settings);
    Generator generator = new Generator(settings.seed());
    float[] scores = new float[ITEMS];
    for (int event = 0; event < EVENTS; event++) {
      String user = "user-" + skewed(generator, USERS);
      String item = "item-" + skewed(generator, ITEMS);
      learner.learn(user, item, 1, Polarity.POSITIVE, true, event);
      int row = learner.users().find(user);
      if (row >= 0) {
        learner.ranker().score(row, learner.replica().size(), scores);
      }
    }
  }

  /* A small number is likelier than a large one. */
  private static int skewed(Generator generator, int bound) {
    return (int) (bound * Math.pow(generator.nextDouble(), UNPOPULARITY));
  }
}
