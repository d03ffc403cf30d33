package io.eddyline.learner.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.eddyline.learner.evaluate.Evaluation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PlansTest {
  @Test
  void everyAblationChangesTheDefault() {
    List<Variant> variants = AblationPlan.variants();
    Map<String, Object> byDefault = Evaluation.settings("dual-queue", Map.of());
    for (Variant variant : variants.subList(1, variants.size())) {
      assertThat(Evaluation.settings(variant.model(), variant.settings()))
          .as(variant.name())
          .isNotEqualTo(byDefault);
      assertThat(variant.reason()).as(variant.name()).isNotBlank();
    }
  }

  @Test
  void noAblationIsThereTwice() {
    assertThat(AblationPlan.variants()).extracting(Variant::name).doesNotHaveDuplicates();
    assertThat(AblationPlan.variants()).extracting(Variant::settings).doesNotHaveDuplicates();
  }

  @Test
  void theQualityPlanHasEveryBaselineWithATunedPrior() {
    List<Variant> variants = QualityPlan.all().variants();
    assertThat(variants).extracting(Variant::model).containsAll(Evaluation.models());
    assertThat(variants)
        .filteredOn(variant -> variant.settings().isEmpty())
        .filteredOn(variant -> !variant.model().endsWith("popularity"))
        .filteredOn(variant -> !variant.model().equals("dual-queue"))
        .extracting(variant -> Evaluation.settings(variant.model(), Map.of()).get("prior-weight"))
        .hasSize(Evaluation.models().size() - 3)
        .containsOnly("auto");
    variants.forEach(variant -> assertThatCode(variant::check).doesNotThrowAnyException());
  }

  @Test
  void everyGridHasTheDefaultAmongItsPoints() {
    TuningPlan plan = TuningPlan.of(QualityPlan.all());
    assertThat(plan.points()).containsKeys("item-knn", "bpr", "isgd", "softmax", "ials");
    plan.points()
        .forEach(
            (model, points) ->
                assertThat(points)
                    .extracting(point -> Evaluation.settings(model, point.settings()))
                    .as(model)
                    .containsOnlyOnce(Evaluation.settings(model, Map.of())));
    assertThat(plan.variants()).extracting(Variant::name).doesNotHaveDuplicates();
  }
}
