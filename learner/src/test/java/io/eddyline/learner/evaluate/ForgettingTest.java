package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.evaluate.model.RecallingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The first tenth: twenty events of one user, then twenty of another, each with a new item. */
final class ForgettingTest {
  private static final int EVENTS = 400;
  private static final int OF_EACH = 20;

  private final List<Integer> historySizes = new ArrayList<>();

  @Test
  void aModelThatRemembersHasLostNothing() {
    Forgetting forgetting = measure(EVENTS + 1);
    assertThat(forgetting.asked()).as("all but the two without history").isEqualTo(38);
    assertThat(forgetting.learnt().recall10()).isEqualTo(1);
    assertThat(forgetting.end().recall10()).isEqualTo(1);
    assertThat(forgetting.lost()).isZero();
  }

  @Test
  void aModelThatForgetsHasLostWhatHadCompetitorsThen() {
    Forgetting forgetting = measure(EVENTS);
    assertThat(forgetting.learnt().recall10()).isEqualTo(1);
    assertThat(forgetting.end().recall10()).isZero();
    assertThat(forgetting.endSameItems().recall10())
        .as("of the first user's events each was alone among the items that the user did not have")
        .isEqualTo(0.5);
    assertThat(forgetting.lost()).isEqualTo(0.5);
  }

  @Test
  void asksWithTheHistoryOfThen() {
    measure(EVENTS + 1);
    assertThat(historySizes)
        .as("once when learnt, twice at the end")
        .hasSize(3 * 38)
        .startsWith(IntStream.range(1, OF_EACH).boxed().toArray(Integer[]::new));
    for (int size = 1; size < OF_EACH; size++) {
      assertThat(historySizes).filteredOn(Integer.valueOf(size)::equals).hasSize(6);
    }
  }

  @Test
  void theLearnerAnswersWithoutBeingChangedByIt() {
    Map<String, String> small = Map.of("dimension", "8");
    EvaluationReport plain =
        Evaluation.run("dual-queue", "walk", walk(), small, (event, count, soFar) -> {});
    EvaluationReport asked =
        Evaluation.run("dual-queue", "walk", walk(), small, true, (event, count, soFar) -> {});
    assertThat(plain.forgetting()).isNull();
    assertThat(Objects.requireNonNull(asked.forgetting()).asked()).isEqualTo(38);
    assertThat(asked.whole()).isEqualTo(plain.whole());
    assertThat(EvaluationReport.fromJson(asked.toJson()).forgetting())
        .isEqualTo(asked.forgetting());
  }

  @Test
  void refusesAModelThatCannotBeAsked() {
    assertThatThrownBy(
            () ->
                Evaluation.run(
                    "popularity", "walk", walk(), Map.of(), true, (event, count, soFar) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("forgetting of popularity: it can be measured of dual-queue alone");
  }

  private Forgetting measure(int forgetsAt) {
    EvaluationEvents events = walk();
    Scripted model = new Scripted(forgetsAt);
    PriorWeight weight = new PriorWeight("0");
    UserItems userItems = new UserItems(events.userCount());
    Prequential run = new Prequential(events, model, weight, userItems, 20_000);
    run.probe(model);
    run.run((event, count, soFar) -> {});
    return Objects.requireNonNull(run.forgetting());
  }

  private static EvaluationEvents walk() {
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (int event = 0; event < EVENTS; event++) {
      builder.add(event / OF_EACH == 1 ? "second" : "first", "i" + event, event);
    }
    return builder.build();
  }

  /** Asked with a history of n items it finds item n of the user best, or worst once it forgot. */
  private final class Scripted implements RecallingModel {
    private final int forgetsAt;
    private final int[] sizes = new int[2];
    private int trained;

    private Scripted(int forgetsAt) {
      this.forgetsAt = forgetsAt;
    }

    @Override
    public int[] history(int user) {
      return new int[sizes[user]];
    }

    @Override
    public void score(int user, int[] history, int candidates, float[] scores) {
      historySizes.add(history.length);
      score(user, candidates, scores);
      scores[user * OF_EACH + history.length] = trained < forgetsAt ? 1 : -1;
    }

    @Override
    public void score(int user, int candidates, float[] scores) {
      Arrays.fill(scores, 0, candidates, 0);
    }

    @Override
    public void train(int user, int item, float weight, long timeMs) {
      trained++;
      sizes[user]++;
    }
  }
}
