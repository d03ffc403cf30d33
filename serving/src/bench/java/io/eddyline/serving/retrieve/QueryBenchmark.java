package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.RowsOfVersion;
import io.eddyline.serving.overlay.CurrentQuery;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The graph's inputs for a user: whom the version knows, and one whose newer row is laid over it,
 * where ids have to be looked up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class QueryBenchmark {
  private static final String CHANGED = "changed";
  private static final int MAX_USERS = 10;

  private final Overlay overlay =
      new Overlay(new OverlayConfig(MAX_USERS, MAX_USERS), new SimpleMeterRegistry());
  private int next;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private LoadedModel model;

  @Setup(Level.Trial)
  public void load() throws IOException {
    model = RowsOfVersion.load();
    overlay.follow(model);
    overlay.put(
        new OverlayUser(
            CHANGED,
            new RowOrigin(0, new RowVersion(1, 1), 1),
            new float[RowsOfVersion.DIMENSION],
            items(RowsOfVersion.HISTORY),
            items(RowsOfVersion.SEEN),
            0,
            0,
            EventTimes.UNKNOWN));
  }

  private static List<String> items(int count) {
    return IntStream.range(0, count).mapToObj(at -> "item-" + at * 499).toList();
  }

  @Benchmark
  public CurrentQuery ofTheVersion() {
    next = (next + 1) % RowsOfVersion.USERS;
    return query("user-" + next);
  }

  @Benchmark
  public CurrentQuery laidOverIt() {
    return query(CHANGED);
  }

  private CurrentQuery query(String user) {
    return PersonalQuery.of(overlay.over(model), new Asker(user, null, List.of()), Selection.UNSEEN)
        .query();
  }
}
