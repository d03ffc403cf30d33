package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The variants of the quality study: the learner, every other model with its own and with the
 * self-tuned popularity weight, and the learner with what its bars compare it with.
 *
 * <p>Threading: immutable.
 */
public record QualityPlan(List<Variant> learner, List<Variant> baselines) {
  /** The learner as it is delivered. */
  public static final Variant DEFAULT =
      new Variant("dual-queue", "dual-queue", Map.of(), "the default settings", true);

  /** The learner with the settings of the prototype's figures. */
  public static final Variant REFERENCE =
      new Variant(
          "dual-queue, two replays",
          "dual-queue",
          Map.of("replays", "2"),
          "the settings of the reference figures",
          false);

  /** The learner whose negatives are of the latest events alone and that never looks back. */
  public static final Variant NO_MEMORY =
      new Variant(
          "dual-queue without memory",
          "dual-queue",
          Map.of("replays", "0", "item-queue", "64", "user-queue", "64"),
          "no replay, queues no longer than one draw",
          true);

  private static final String POPULARITY = "popularity";

  /** All variants, restricted to some models; the learner's own are one model. */
  public static QualityPlan of(List<String> models) {
    List<Variant> learner = new ArrayList<>();
    List<Variant> baselines = new ArrayList<>();
    for (String model : models) {
      if (model.equals(DEFAULT.model())) {
        learner.addAll(List.of(DEFAULT, REFERENCE, NO_MEMORY));
      } else {
        baselines.add(new Variant(model, model, Map.of(), "the default settings", false));
        if (!model.contains(POPULARITY)) {
          baselines.add(tuned(model));
        }
      }
    }
    return new QualityPlan(List.copyOf(learner), List.copyOf(baselines));
  }

  /** All variants of all models. */
  public static QualityPlan all() {
    return of(Evaluation.models());
  }

  public List<Variant> variants() {
    List<Variant> all = new ArrayList<>(learner);
    all.addAll(baselines);
    return all;
  }

  private static Variant tuned(String model) {
    return new Variant(
        model + ", self-tuned prior",
        model,
        Map.of("prior-weight", "auto"),
        "the popularity weight chosen by the stream, as the learner's is",
        false);
  }
}
