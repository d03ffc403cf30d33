package io.eddyline.learner.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.learner.evaluate.HoldoutReport;
import io.eddyline.learner.evaluate.Protocol;
import io.eddyline.learner.evaluate.report.Bar.State;
import io.eddyline.learner.evaluate.study.HoldoutFindings;
import io.eddyline.learner.evaluate.study.HoldoutSet;
import io.eddyline.learner.evaluate.study.QualityPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class QualityBarsTest {
  private static final int EVERYWHERE = 0;
  private static final int AVERAGE = 1;
  private static final int EARLY = 2;
  private static final int HELD_OUT = 3;
  private static final int BPR = 4;
  private static final int ISGD = 5;
  private static final int REFERENCE = 6;
  private static final int LATE = 7;
  private static final int FORGETTING = 8;

  @Test
  void sayWhichAreMet() {
    List<Bar> bars =
        QualityBars.of(
            List.of(
                StudyFixture.findings("shop", 0.12, 0.1, Map.of("item-knn", 0.1, "bpr", 0.05)),
                StudyFixture.findings("ml-100k", 0.1035, 0.1, Map.of("item-knn", 0.1))),
            List.of(heldOut("beauty", 0.03, 0.02)));
    assertThat(bars.get(EVERYWHERE).state()).isEqualTo(State.MET);
    assertThat(bars.get(AVERAGE).state()).isEqualTo(State.MET);
    assertThat(bars.get(AVERAGE).findings()).isEqualTo("mean of the ratios 1.118 over 2 data sets");
    assertThat(bars.get(BPR).state()).isEqualTo(State.MET);
    assertThat(bars.get(BPR).findings()).isEqualTo("shop 2.400");
    assertThat(bars.get(REFERENCE).state()).as("within one percent").isEqualTo(State.MET);
    assertThat(bars.get(REFERENCE).findings()).isEqualTo("ml-100k 0.992");
    assertThat(bars.get(FORGETTING).state()).isEqualTo(State.MET);
    assertThat(bars.get(EARLY).state()).isEqualTo(State.MET);
    assertThat(bars.get(HELD_OUT))
        .extracting(Bar::state, Bar::findings)
        .containsExactly(State.MET, "on all 1");
    assertThat(bars.get(LATE))
        .as("0.1035 where the prototype had 0.1149")
        .extracting(Bar::state, Bar::findings)
        .containsExactly(State.MISSED, "ml-100k 0.901");
  }

  @Test
  void sayWhichAreMissedAndWhere() {
    List<Bar> bars =
        QualityBars.of(
            List.of(
                StudyFixture.findings("shop", 0.12, 0.13, Map.of("item-knn", 0.1, "bpr", 0.11)),
                StudyFixture.findings("ml-100k", 0.09, 0.08, Map.of("item-knn", 0.1))),
            List.of(heldOut("beauty", 0.03, 0.02), heldOut("gowalla", 0.09, 0.1)));
    assertThat(bars.get(EVERYWHERE))
        .extracting(Bar::state, Bar::findings)
        .containsExactly(State.MISSED, "below it on 1 of 2: ml-100k 0.900");
    assertThat(bars.get(AVERAGE).state()).isEqualTo(State.MISSED);
    assertThat(bars.get(EARLY).findings()).isEqualTo("below it on 1 of 2: ml-100k 0.900");
    assertThat(bars.get(HELD_OUT))
        .extracting(Bar::state, Bar::findings)
        .containsExactly(State.MISSED, "below it on 1 of 2: gowalla 0.900");
    assertThat(bars.get(BPR).state()).isEqualTo(State.MISSED);
    assertThat(bars.get(REFERENCE).state()).isEqualTo(State.MISSED);
    assertThat(bars.get(FORGETTING).state()).isEqualTo(State.MISSED);
  }

  @Test
  void sayWhatWasNotMeasured() {
    List<Bar> bars =
        QualityBars.of(List.of(StudyFixture.findings("shop", 0.1, 0.1, Map.of())), List.of());
    assertThat(List.of(EVERYWHERE, AVERAGE, EARLY, HELD_OUT, BPR, ISGD, REFERENCE, LATE))
        .allSatisfy(at -> assertThat(bars.get(at).state()).isEqualTo(State.NOT_MEASURED));
  }

  @Test
  void compareWithTheBetterVariantOfABaseline() {
    var data = StudyFixture.findings("shop", 0.12, 0.1, Map.of("item-knn", 0.1, "bpr", 0.11));
    assertThat(data.best().orElseThrow().getKey().name()).isEqualTo("bpr");
    assertThat(data.contenders().keySet())
        .containsExactlyInAnyOrder("dual-queue", "item-knn", "bpr");
  }

  private static HoldoutFindings heldOut(String data, double ours, double baseline) {
    HoldoutSet set =
        new HoldoutSet(
            data,
            Protocol.LEAVE_LAST_OUT,
            1,
            Map.of(),
            () -> {
              throw new AssertionError("not read");
            });
    return new HoldoutFindings(
        set,
        Map.of(
            QualityPlan.DEFAULT,
            heldOutReport("dual-queue", data, ours),
            StudyFixture.baseline("item-knn"),
            heldOutReport("item-knn", data, baseline)));
  }

  private static HoldoutReport heldOutReport(String model, String data, double ndcg) {
    return new HoldoutReport(
        model,
        data,
        "leave-last-out",
        Map.of(),
        100,
        1,
        10,
        10,
        0,
        Map.of(Protocol.LEAVE_LAST_OUT.gainMetric(), ndcg),
        List.of(),
        1);
  }
}
