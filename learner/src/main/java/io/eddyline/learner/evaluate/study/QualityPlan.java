package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The variants of the quality study: the learner, what its bars compare it with, and every other
 * model with the popularity weight that the stream tunes. Streaming item-kNN, the one to beat, also
 * runs as it is known, with popularity for ties alone.
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
          Map.of("replays", "2", "rehearsal.choice", "uniform"),
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

  /** Item-kNN without a popularity prior. */
  public static final Variant PLAIN_KNN =
      new Variant(
          "item-knn, popularity for ties",
          "item-knn",
          Map.of("prior-weight", "1e-6"),
          "the neighbours alone",
          false);

  /** All variants, restricted to some models; the learner's own are one model. */
  public static QualityPlan of(List<String> models) {
    List<Variant> learner = new ArrayList<>();
    List<Variant> baselines = new ArrayList<>();
    for (String model : models) {
      if (model.equals(DEFAULT.model())) {
        learner.addAll(List.of(DEFAULT, REFERENCE, NO_MEMORY));
      } else {
        baselines.add(new Variant(model, model, Map.of(), "the default settings", false));
        if (model.equals(PLAIN_KNN.model())) {
          baselines.add(PLAIN_KNN);
        }
      }
    }
    return new QualityPlan(List.copyOf(learner), List.copyOf(baselines));
  }

  /** All variants of all models. */
  public static QualityPlan all() {
    return of(Evaluation.models());
  }

  /**
   * The variants that are run where items are held out: each model as it is, and plain item-kNN.
   */
  public List<Variant> holdouts() {
    List<Variant> variants = new ArrayList<>();
    if (!learner.isEmpty()) {
      variants.add(DEFAULT);
    }
    variants.addAll(baselines);
    return variants;
  }

  public List<Variant> variants() {
    List<Variant> all = new ArrayList<>(learner);
    all.addAll(baselines);
    return all;
  }
}
