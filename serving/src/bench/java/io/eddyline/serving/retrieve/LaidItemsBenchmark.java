package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.RowsOfVersion;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentRanking;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Terms;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
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
 * What newer rows of items add to a request: their scores, and the best of them beside the graph's,
 * which answers nothing here. The query is made before.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LaidItemsBenchmark {
  private static final int RESULTS = 10;
  private static final int POPULAR = 500;

  /** Items with a newer row, evenly among those of the version. */
  @Param({"0", "1000", "10000"})
  public int laid;

  private final SplittableRandom random = new SplittableRandom(2);

  @SuppressWarnings("NullAway.Init") // made before the first call
  private Overlay overlay;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private LoadedModel model;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private CurrentQuery query;

  @Setup(Level.Trial)
  public void lay() throws IOException {
    model = RowsOfVersion.load();
    overlay = new Overlay(new OverlayConfig(1, Math.max(1, laid)), new SimpleMeterRegistry());
    overlay.follow(model);
    for (int at = 0; at < laid; at++) {
      overlay.put(
          new OverlayItem(
              "item-" + at * (RowsOfVersion.ITEMS / laid),
              new RowOrigin(0, new RowVersion(1, at + 1), at + 1),
              vector(),
              vector(),
              vector(),
              random.nextInt(POPULAR),
              random.nextInt(POPULAR),
              at + 1));
    }
    overlay.changed();
    query =
        PersonalQuery.of(
                overlay.over(model), new Asker("user-1", null, List.of()), Selection.UNSEEN)
            .query();
  }

  private float[] vector() {
    float[] vector = new float[RowsOfVersion.DIMENSION];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (float) random.nextGaussian();
    }
    return vector;
  }

  @Benchmark
  public CurrentRanking ranked() {
    return overlay.over(model).rank(query, Terms.ORDINARY, RESULTS);
  }
}
