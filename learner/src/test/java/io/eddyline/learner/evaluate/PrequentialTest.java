package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.schemas.config.RecordSettings;
import java.util.ArrayList;
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
        .containsExactly("train 0", "train 1", "train 2", "train 3", "score 1 of 2", "train 4");
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
  void sortsByTimeAndKeepsTheOrderOfTies() {
    EvaluationEvents events =
        new EvaluationEvents.Builder()
            .add("late", "x", 9)
            .add("first", "y", 1)
            .add("second", "z", 1)
            .build(2);
    assertThat(events.count()).isEqualTo(2);
    assertThat(events.userId(events.user(0))).isEqualTo("first");
    assertThat(events.userId(events.user(1))).isEqualTo("second");
    assertThat(events.itemId(1)).isEqualTo("z");
  }

  @Test
  void popularityDecaysByHalfInTheHalfLife() {
    DecayedPopularity popularity = new DecayedPopularity(2, 100);
    popularity.add(0);
    for (int k = 0; k < 199; k++) {
      popularity.add(1);
    }
    assertThat(popularity.priors()[0]).isCloseTo((float) Math.log(0.75), within(1e-4f));
    assertThat(popularity.itemCount()).isEqualTo(2);
  }

  @Test
  void itemKnnScoresByItsFormula() {
    EvaluationEvents events =
        new EvaluationEvents.Builder()
            .add("u", "a", 1)
            .add("u", "b", 2)
            .add("u", "c", 3)
            .add("v", "a", 4)
            .add("v", "b", 5)
            .build();
    ItemKnnModel model =
        new ItemKnnModel(events, RecordSettings.bind(ItemKnnSettings.class, Map.of()));
    for (int event = 0; event < events.count(); event++) {
      model.train(event);
    }
    float[] scores = new float[3];
    model.score(events.user(3), 3, scores);
    double n2 = Math.pow(22, -0.4);
    double n1 = Math.pow(21, -0.4);
    /* history of v: b, a; C[b][a] = 2, C[b][c] = 1, C[a][c] = 0.95 */
    assertThat((double) scores[0]).isCloseTo(2 * n2 * n2, within(1e-6));
    assertThat((double) scores[1]).isCloseTo(0.7 * 2 * n2 * n2, within(1e-6));
    assertThat((double) scores[2]).isCloseTo((1 + 0.7 * 0.95) * n1 * n2, within(1e-6));
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
    public void train(int event) {
      calls.add("train " + event);
    }
  }
}
