package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.evaluate.model.StreamingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The protocol, on a stream that can be followed by hand. */
final class PrequentialTest {
  private static final double SECOND = 1 / (Math.log(3) / Math.log(2));

  private final List<String> calls = new ArrayList<>();

  @Test
  void followsTheProtocol() {
    EvaluationEvents events =
        new EvaluationEvents.Builder()
            .add("u", "a", 10) // new item: a miss
            .add("u", "b", 20) // new item: a miss
            .add("u", "a", 30) // repeat: not ranked
            .add("v", "a", 40) // no history: by popularity, first of two
            .add("v", "b", 50) // a is excluded, first of one
            .build();
    Prequential run = run(events, "0");
    assertThat(run.evaluated()).isEqualTo(4);
    assertThat(run.whole().recall10()).isEqualTo(0.5);
    assertThat(run.whole().ndcg10()).isEqualTo(0.5);
    assertThat(run.late().mrr10()).isEqualTo(1);
    assertThat(calls)
        .as("ranked before trained, with the candidates of that moment")
        .containsExactly(
            "train 0 on 0",
            "train 0 on 1",
            "train 0 on 0",
            "train 1 on 0",
            "score 1 of 2",
            "train 1 on 1");
  }

  @Test
  void ranksByScoreAndWeightedPrior() {
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    builder.add("x", "a", 1).add("x", "b", 2).add("y", "c", 3).add("z", "c", 4);
    EvaluationEvents events = builder.add("z", "a", 5).build();
    /* z has c; the model scores a 0 and b 0.5, both had one event, so b stands above a. */
    Prequential run = run(events, "0");
    assertThat(run.late().ndcg10()).isCloseTo(SECOND, within(1e-12));
    assertThat(run.segments())
        .filteredOn(segment -> segment.by().equals("user-events"))
        .extracting(Segment::evaluated)
        .containsExactly(3L, 2L, 0L, 0L);
  }

  @Test
  void learnsNegativeFeedbackWithoutRankingIt() {
    EvaluationEvents events =
        new EvaluationEvents.Builder()
            .weights(ValueWeights.RATINGS)
            .add("u", "a", 1, 4)
            .add("v", "a", 2, 4)
            .add("w", "a", 3, 4)
            .add("w", "b", 4, 0)
            .build();
    assertThat(events.weight(3)).isNegative();
    assertThat(run(events, "0").evaluated()).isEqualTo(3);
    assertThat(calls).last().isEqualTo("train 2 on 1");
  }

  @Test
  void ranksTheLearnersUserWithNothingButNegativeFeedbackByPopularity() {
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder().weights(ValueWeights.RATINGS);
    for (int event = 0; event < 40; event++) {
      builder.add("fan" + event % 10, "i" + event % 5, event, 4);
    }
    builder.add("critic", "i4", 50, 0).add("critic", "i0", 60, 5);
    EvaluationEvents events = builder.build();
    assertThat(events.weight(40)).isNegative();
    assertThat(events.weight(41)).isPositive();
    UserItems userItems = new UserItems(events.userCount());
    Entrant learner = Entrant.of("dual-queue", events.shape(userItems, 1), Map.of());
    StreamingModel model = learner.contender().model();
    for (int event = 0; event <= 40; event++) {
      long timeMs = events.timeMs(event);
      model.train(events.user(event), events.item(event), events.weight(event), timeMs);
    }
    float[] scores = new float[5];
    Arrays.fill(scores, 77);

    model.score(events.user(41), 5, scores);

    assertThat(scores).as("priors of about eight events each").doesNotContain(77);
    for (float score : scores) {
      assertThat(score).isBetween(1f, 3f);
    }
  }

  @Test
  void takesAScoreThatIsNoNumberForAMiss() {
    float[] scores = {Float.NaN, 1};
    CandidateScores candidates = new CandidateScores(scores, new float[2], 2);
    assertThat(candidates.rank(0, 1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(candidates.rank(1, 1)).isZero();
  }

  @Test
  void sortsByTimeAndKeepsTheOrderOfTies() {
    EvaluationEvents events =
        new EvaluationEvents.Builder()
            .add("late", "x", 9)
            .add("first", "y", 1)
            .add("second", "z", 1)
            .build();
    assertThat(events.userId(events.user(0))).isEqualTo("first");
    assertThat(events.userId(events.user(1))).isEqualTo("second");
    assertThat(events.itemId(1)).isEqualTo("z");
  }

  private Prequential run(EvaluationEvents events, String weight) {
    Prequential run =
        new Prequential(
            events,
            new Scripted(),
            new PriorWeight(weight),
            new UserItems(events.userCount()),
            20_000);
    run.run((event, count, soFar) -> {});
    return run;
  }

  /** Scores an item by half its number. */
  private final class Scripted implements StreamingModel {
    @Override
    public void score(int user, int candidates, float[] scores) {
      calls.add("score %d of %d".formatted(user, candidates));
      for (int item = 0; item < candidates; item++) {
        scores[item] = item / 2f;
      }
    }

    @Override
    public void train(int user, int item, float weight, long timeMs) {
      calls.add("train %d on %d".formatted(user, item));
    }
  }
}
