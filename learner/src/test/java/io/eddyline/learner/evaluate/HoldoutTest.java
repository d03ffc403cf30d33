package io.eddyline.learner.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.eddyline.learner.evaluate.model.Contender;
import io.eddyline.learner.evaluate.model.StreamingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HoldoutTest {

  @Test
  void holdsTheLastItemOfUsersWithThreeEventsOut() {
    EvaluationEvents all =
        new EvaluationEvents.Builder()
            .add("short", "x", 1)
            .add("u", "a", 2)
            .add("u", "b", 3)
            .add("u", "only", 4)
            .add("short", "a", 5)
            .add("v", "b", 6)
            .add("v", "x", 7)
            .add("v", "a", 8)
            .build();
    HoldoutData data = HoldoutData.leaveLastOut(all);
    assertThat(data.training().count()).isEqualTo(6);
    assertThat(data.userCount()).isEqualTo(2);
    assertThat(data.unknownTargetCount()).as("an item of the held-out part alone").isEqualTo(1);
    assertThat(data.training().itemCount()).isEqualTo(3);
    HoldoutData.Question last = data.questions().getLast();
    assertThat(data.training().userId(last.user())).isEqualTo("v");
    assertThat(data.training().itemId(last.items()[0])).isEqualTo("a");
  }

  @Test
  void sumsAsThePublishedTablesDo() {
    HoldoutSum sum = new HoldoutSum(2);
    double miss = Double.POSITIVE_INFINITY;
    sum.add(new double[] {1, 5, miss});
    sum.add(new double[] {0});
    double second = Math.log(2) / Math.log(3);
    assertThat(sum.recall()).isCloseTo((1 / 3.0 + 1) / 2, within(1e-12));
    assertThat(sum.ndcg()).isCloseTo((second / (1 + second) + 1) / 2, within(1e-12));
  }

  @Test
  void ranksTestItemsWithoutThoseOfTheTraining() {
    EvaluationEvents.Builder training = new EvaluationEvents.Builder();
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 25; item++) {
        training.add("u" + user, "i" + item, item);
      }
    }
    training.add("asked", "i0", 100).add("u0", "rare", 101).add("u1", "rare", 102);
    EvaluationEvents test =
        new EvaluationEvents.Builder().add("asked", "i24", 1).add("asked", "rare", 1).build();
    HoldoutReport report =
        run("popularity", Protocol.SPLIT, HoldoutData.split(training.build(), test), 1);
    /* 24 equally popular items are left, so i24 stands in their middle; rare stands last. */
    assertThat(report.metrics().get("recall20")).isEqualTo(0.5);
    assertThat(report.users()).isEqualTo(1);
    assertThat(report.toJson()).contains("\"recall20\" : 0.5", "\"unknown_targets\" : 0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dual-queue", "item-knn", "bpr", "isgd", "softmax", "ials", "popularity"})
  void everyModelLearnsInSeveralPasses(String model) {
    HoldoutReport report =
        run(model, Protocol.LEAVE_LAST_OUT, HoldoutData.leaveLastOut(topics()), 2);
    double chance = 10.0 / 60;
    assertThat(report.users()).isEqualTo(100);
    assertThat(report.metrics()).containsOnlyKeys("hr10", "ndcg10");
    if (model.equals("dual-queue") || model.equals("item-knn") || model.equals("ials")) {
      assertThat(report.metrics().get("hr10")).as("seed 8").isGreaterThan(2 * chance);
    } else {
      assertThat(report.metrics().get("hr10")).as("seed 8").isBetween(0.05, 1.0);
    }
  }

  @Test
  void aModelTunesItselfBeforeEachRankableEventOfTheFirstPass() {
    List<String> calls = new ArrayList<>();
    StreamingModel model =
        new StreamingModel() {
          @Override
          public void score(int user, int candidates, float[] scores) {
            Arrays.fill(scores, 0, candidates, 0);
          }

          @Override
          public void train(int user, int item, float weight, long timeMs) {
            calls.add("train " + user + " " + item);
          }

          @Override
          public void tune(int user, int item) {
            calls.add("tune " + user + " " + item);
          }
        };
    EvaluationEvents training =
        new EvaluationEvents.Builder()
            .add("u", "a", 1)
            .add("v", "b", 2)
            .add("u", "b", 3)
            .add("u", "c", 4)
            .build();
    HoldoutData data =
        HoldoutData.split(training, new EvaluationEvents.Builder().add("v", "a", 1).build());
    Entrant entrant =
        new Entrant(new Contender(model, Map.of(), "0", 100), new PriorWeight("0"), Map.of());
    new Holdout(data, entrant, new UserItems(2), 2, 10).run((step, steps, soFar) -> {});
    assertThat(calls)
        .containsExactly(
            "train 0 0",
            "train 1 1",
            "tune 0 1",
            "train 0 1",
            "train 0 2",
            "train 0 0",
            "train 1 1",
            "train 0 1",
            "train 0 2");
  }

  @Test
  void aReportIsReadAsItWasWritten() {
    HoldoutReport report =
        run("popularity", Protocol.LEAVE_LAST_OUT, HoldoutData.leaveLastOut(topics()), 1);
    assertThat(HoldoutReport.fromJson(report.toJson()).toJson()).isEqualTo(report.toJson());
    assertThatThrownBy(() -> HoldoutReport.fromJson("{}"))
        .hasMessageStartingWith("no evaluation report: ");
  }

  @Test
  void refusesPassesOutOfRange() {
    HoldoutData data = HoldoutData.leaveLastOut(topics());
    assertThatThrownBy(() -> run("popularity", Protocol.LEAVE_LAST_OUT, data, 0))
        .hasMessage("passes 0: expected 1 to 1000");
  }

  private static HoldoutReport run(String model, Protocol protocol, HoldoutData data, int passes) {
    return HoldoutEvaluation.run(
        model, "test", protocol, data, passes, Map.of(), (step, steps, soFar) -> {});
  }

  /* 100 users with 12 of the 20 items of one of three topics each. */
  private static EvaluationEvents topics() {
    SplittableRandom random = new SplittableRandom(8);
    EvaluationEvents.Builder events = new EvaluationEvents.Builder();
    for (int user = 0; user < 100; user++) {
      int first = random.nextInt(20);
      for (int k = 0; k < 12; k++) {
        int item = user % 3 * 20 + (first + 3 * k) % 20;
        events.add("u" + user, "i" + item, 100L * k + random.nextInt(100));
      }
    }
    return events.build();
  }
}
