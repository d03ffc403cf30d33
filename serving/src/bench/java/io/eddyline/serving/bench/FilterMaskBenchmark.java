package io.eddyline.serving.bench;

import io.eddyline.serving.attribute.AttributeIndex;
import io.eddyline.serving.filter.ChangedEntries;
import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.FilterMasks;
import io.eddyline.serving.filter.FilterParser;
import io.eddyline.serving.filter.RowMask;
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
 * The mask of a filter: made from the index, once a version and filter, and looked up by every
 * further request. The values stand in no order, as they come in a catalogue.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FilterMaskBenchmark {
  private static final int ROWS = 100_000;
  private static final int VALUES = 1_000;
  /* Prime to the number of values: all of them come equally often, far from each other. */
  private static final int STRIDE = 617;

  /** Share of the items that pass. */
  @Param({"0.1 %", "10 %", "90 %"})
  public String passing = "";

  @SuppressWarnings("NullAway.Init") // made before the first call
  private AttributeIndex index;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private Filter filter;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private FilterMasks kept;

  @Setup(Level.Trial)
  public void index() {
    AttributeIndex.Builder builder = new AttributeIndex.Builder();
    for (int row = 0; row < ROWS; row++) {
      builder.add(row, Map.of("place", (int) ((long) row * STRIDE % VALUES)));
    }
    index = builder.build(ROWS, () -> {});
    double share = Double.parseDouble(passing.replace(" %", "")) / 100;
    filter = FilterParser.parse("place < " + Math.round(share * VALUES));
    kept = new FilterMasks(index, ChangedEntries.NONE);
    if (kept.mask(filter).cardinality() != Math.round(share * ROWS)) {
      throw new IllegalStateException(filter + " passes " + kept.mask(filter).cardinality());
    }
  }

  @Benchmark
  public RowMask madeFromTheIndex() {
    return new FilterMasks(index, ChangedEntries.NONE).mask(filter);
  }

  @Benchmark
  public RowMask lookedUp() {
    return kept.mask(filter);
  }
}
