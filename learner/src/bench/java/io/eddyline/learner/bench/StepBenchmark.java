package io.eddyline.learner.bench;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.schemas.config.RecordSettings;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One event through both sides of the learner, in one thread: a step, its replays, the momentum
 * keys, the context residuals and the replica.
 *
 * <p>The events are a fixed sequence over and over, so that nothing grows any more while it is
 * measured; items are drawn evenly, which is the worst case for the caches.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class StepBenchmark {
  private static final int USERS = 1_000;
  private static final int EVENTS = 1 << 15;

  @Param("64")
  public int dimension;

  @Param("64")
  public int negatives;

  @Param("1")
  public int replays;

  /** Slots of a neighbour list. */
  @Param("64")
  public int neighbours;

  /** Share of teleported negatives, which are mined in the same thread. */
  @Param("0")
  public double teleported;

  /** Item rows. */
  @Param("10000")
  public int rows;

  private final int[] users = new int[EVENTS];
  private final int[] items = new int[EVENTS];
  private int next;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private LocalLearner learner;

  /** Makes all rows and learns the whole sequence once. */
  @Setup(Level.Trial)
  public void learnOnce() {
    learner = new LocalLearner(settings());
    Generator generator = new Generator(1);
    for (int row = 0; row < rows; row++) {
      learner.items().findOrAdd("item-" + row);
      learner.item("item-" + row);
    }
    for (int event = 0; event < EVENTS; event++) {
      users[event] = learner.user("user-" + generator.nextInt(USERS));
      items[event] = generator.nextInt(rows);
      step();
    }
  }

  private LearnerSettings settings() {
    return RecordSettings.bind(
        LearnerSettings.class,
        Map.of(
            "dimension", String.valueOf(dimension),
            "negatives", String.valueOf(negatives),
            "replays", String.valueOf(replays),
            "neighbours.length", String.valueOf(neighbours),
            "teleportation.share", String.valueOf(teleported),
            "reservoir", String.valueOf(EVENTS / 2)));
  }

  @Benchmark
  public void step() {
    int event = next++ % EVENTS;
    learner.train(users[event], items[event], 1, Polarity.POSITIVE, true, event);
  }
}
