package io.eddyline.serving.bench;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.filter.FilterParser;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The text of a filter to its canonical form, on the event loop. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FilterTextBenchmark {
  private String one = "year >= 1990";
  private String several =
      "genre = \"Comedy\" and year >= 1990 and not tag in [\"x\", \"y\"] or has(`in stock`)";

  @Benchmark
  public Filter oneCondition() {
    return FilterParser.parse(one);
  }

  @Benchmark
  public Filter fourConditions() {
    return FilterParser.parse(several);
  }
}
