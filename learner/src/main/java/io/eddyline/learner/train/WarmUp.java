package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Made-up events for learners that are then thrown away, so that the just-in-time compiler has seen
 * every part of a step before the first real event comes. Uncompiled, a step takes hundreds of
 * times as long, since every vector is an object then.
 *
 * <p>Rounds follow each other until the compiler has little to do: for two rounds in a row, less
 * than {@value #CALM_SHARE} of the time. How many that takes depends on the processors it has.
 */
public final class WarmUp {
  /** Events of a round. */
  public static final int EVENTS = 12_000;

  private static final double CALM_SHARE = 0.2;
  private static final int CALM_ROUNDS = 2;
  private static final int MOST_ROUNDS = 10;
  /* The rounds take turns between few rows, which all stay in the queues, and many. */
  private static final int[] USERS = {400, 4_000};
  private static final int[] ITEMS = {1_000, 4_000};
  private static final int UNPOPULARITY = 3;

  private WarmUp() {}

  /** Trains for some seconds; what is learnt afterwards does not depend on it. */
  public static void run(LearnerSettings settings) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    int calm = 0;
    for (int round = 0; round < MOST_ROUNDS && calm < CALM_ROUNDS; round++) {
      long startNs = System.nanoTime();
      long startMs = compiledMs(compiler);
      train(settings, USERS[round % USERS.length], ITEMS[round % ITEMS.length]);
      long compilingMs = compiledMs(compiler) - startMs;
      long roundMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
      calm = compilingMs < CALM_SHARE * roundMs ? calm + 1 : 0;
    }
  }

  /* 0 where there is no compiler to ask: then the first rounds are calm. */
  private static long compiledMs(@Nullable CompilationMXBean compiler) {
    return compiler != null && compiler.isCompilationTimeMonitoringSupported()
        ? compiler.getTotalCompilationTime()
        : 0;
  }

  private static void train(LearnerSettings settings, int users, int items) {
    LocalLearner learner = new LocalLearner(settings);
    ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
    Generator generator = new Generator(settings.seed());
    float[] scores = new float[items];
    for (int event = 0; event < EVENTS; event++) {
      int user = learner.user("user-" + skewed(generator, users));
      int item = learner.item("item-" + skewed(generator, items));
      if (user < 0 || item < 0) {
        continue;
      }
      Ranker ranker = learner.ranker();
      ranker.score(user, learner.replica().size(), tuner.scoring(), scores);
      if (ranker.isRankable(user, item) && tuner.sampleNext()) {
        ranker.tune(user, item, tuner);
      }
      learner.train(user, item, 1, Polarity.POSITIVE, true, event);
    }
  }

  /* A small number is likelier than a large one. */
  private static int skewed(Generator generator, int bound) {
    return (int) (bound * Math.pow(generator.nextDouble(), UNPOPULARITY));
  }
}
