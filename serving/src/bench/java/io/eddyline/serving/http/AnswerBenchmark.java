package io.eddyline.serving.http;

import io.eddyline.schemas.token.Arm;
import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.serving.retrieve.Explanation;
import io.eddyline.serving.retrieve.Recommendation;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.eddyline.serving.retrieve.Recommendation.Source;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** An answer as the client reads it, made from the ranking's items. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class AnswerBenchmark {
  private static final int ITEMS = 10;
  private static final int REASONS = 20;

  private final RecommendationId id = new RecommendationId("main", 42, Arm.ACTIVE, 7);
  private final Recommendation plain = answer(false);
  private final Recommendation explained = answer(true);

  private static Recommendation answer(boolean explained) {
    Explanation explanation =
        new Explanation(
            IntStream.range(0, REASONS)
                .mapToObj(at -> new Explanation.Reason("item-" + at, 0.123456 * at))
                .toList(),
            1.5,
            2.5,
            0);
    return new Recommendation(
        IntStream.range(0, ITEMS)
            .mapToObj(
                at ->
                    new ScoredItem(
                        "item-" + at,
                        17.123f - at,
                        "An item of average length (1977)",
                        null,
                        null,
                        explained ? explanation : null))
            .toList(),
        new Source("main", 42, 1_700_000_000_000L),
        null,
        List.of(),
        null);
  }

  @Benchmark
  public byte[] plain() {
    return json(plain);
  }

  @Benchmark
  public byte[] withReasonsOfTwentyItemsEach() {
    return json(explained);
  }

  private byte[] json(Recommendation answer) {
    return Json.bytes(
        RecommendationBody.of(
            id, answer, new OwnEvents.AppliedBody(true, 12), 1_700_000_008_123L, null));
  }
}
