package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.RowsOfVersion;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.CurrentRanking;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.RowNeighbours;
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
 * which answers nothing here; the query is made before. And what it takes to lay one of them, a
 * part of showing a batch and of copying what counts with it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LaidItemsBenchmark {
  private static final int RESULTS = 10;
  private static final int POPULAR = 500;
  private static final int BATCH = 64;

  /** Items with a newer row, evenly among those of the version. */
  @Param({"0", "1000", "10000"})
  public int laid;

  /** Neighbours that each of these rows says, drawn evenly of the version's items. */
  @Param({"0", "64"})
  public int neighbours;

  private final SplittableRandom random = new SplittableRandom(2);

  @SuppressWarnings("NullAway.Init") // made before the first call
  private Overlay overlay;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private LoadedModel model;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private CurrentQuery query;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private OverlayItem[] rows;

  private long updates;

  @Setup(Level.Trial)
  public void lay() throws IOException {
    model = RowsOfVersion.load();
    overlay = new Overlay(new OverlayConfig(1, Math.max(1, laid)), new SimpleMeterRegistry());
    overlay.follow(model);
    rows = new OverlayItem[Math.max(1, laid)];
    for (int at = 0; at < rows.length; at++) {
      rows[at] = row(at);
    }
    for (int at = 0; at < laid; at++) {
      overlay.put(rows[at]);
    }
    overlay.changed();
    query =
        PersonalQuery.of(
                overlay.over(model), new Asker("user-1", null, List.of()), Selection.UNSEEN)
            .query();
  }

  private OverlayItem row(int at) {
    return new OverlayItem(
        "item-" + at * (RowsOfVersion.ITEMS / rows.length),
        new RowOrigin(0, new RowVersion(1, at + 1), at + 1),
        vector(),
        vector(),
        vector(),
        random.nextInt(POPULAR),
        random.nextInt(POPULAR),
        at + 1,
        neighbours == 0 ? null : neighbours(new RowVersion(1, at + 1)));
  }

  private RowNeighbours neighbours(RowVersion version) {
    String[] ids =
        random
            .ints(2L * neighbours, 0, RowsOfVersion.ITEMS)
            .distinct()
            .limit(neighbours)
            .mapToObj(item -> "item-" + item)
            .toArray(String[]::new);
    float[] counts = new float[ids.length];
    for (int k = 0; k < counts.length; k++) {
      counts[k] = (float) random.nextDouble();
    }
    return new RowNeighbours(version, ids, counts);
  }

  /** The same row once more, newer than all, with its list as it was. */
  private OverlayItem again(OverlayItem row) {
    updates++;
    RowVersion version = new RowVersion(2, updates);
    RowNeighbours said = row.neighbours();
    return new OverlayItem(
        row.itemId(),
        new RowOrigin(0, version, updates),
        row.vector(),
        row.momentum(),
        row.context(),
        row.popularity(),
        row.trend(),
        row.popularityClock(),
        said == null ? null : new RowNeighbours(version, said.ids(), said.counts()));
  }

  private float[] vector() {
    float[] vector = new float[RowsOfVersion.DIMENSION];
    for (int at = 0; at < vector.length; at++) {
      vector[at] = (float) random.nextGaussian();
    }
    return vector;
  }

  @Benchmark
  public boolean oneRow() {
    boolean isTaken = overlay.put(again(rows[(int) (updates % rows.length)]));
    if (updates % BATCH == 0) {
      overlay.changed();
    }
    return isTaken;
  }

  @Benchmark
  public CurrentRanking ranked() {
    return overlay.over(model).rank(query, Terms.ORDINARY, RESULTS);
  }
}
