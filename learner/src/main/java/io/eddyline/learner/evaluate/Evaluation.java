package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.Contender;
import io.eddyline.learner.evaluate.model.Models;
import io.eddyline.learner.evaluate.model.RecallingModel;
import io.eddyline.learner.evaluate.model.StreamingModel;
import io.eddyline.learner.evaluate.model.UserItems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entry point: evaluates a model over a stream of events. Stateless. */
public final class Evaluation {
  private Evaluation() {}

  /** Names of the models. */
  public static List<String> models() {
    return Models.names();
  }

  /**
   * Runs the whole stream through a model.
   *
   * @param model one of {@link #models}
   * @param data name of the data, for the report
   * @param overrides settings of the model by key, and {@code prior-weight}: {@code auto} or a
   *     number
   * @throws IllegalArgumentException if model or a setting is unknown or out of range
   */
  public static EvaluationReport run(
      String model,
      String data,
      EvaluationEvents events,
      Map<String, String> overrides,
      Progress progress) {
    return run(model, data, events, overrides, false, progress);
  }

  /**
   * As {@link #run(String, String, EvaluationEvents, Map, Progress)}.
   *
   * @param measuresForgetting whether to ask for the stream's first events again at its end, which
   *     the model must be able to answer: dual-queue
   */
  public static EvaluationReport run(
      String model,
      String data,
      EvaluationEvents events,
      Map<String, String> overrides,
      boolean measuresForgetting,
      Progress progress) {
    UserItems userItems = new UserItems(events.userCount());
    Entrant entrant = Entrant.of(model, events.shape(userItems, 1), overrides);
    Contender contender = entrant.contender();
    Prequential run =
        new Prequential(
            events,
            contender.model(),
            entrant.priorWeight(),
            userItems,
            contender.popularityHalfLife());
    if (measuresForgetting) {
      run.probe(recalling(model, contender.model()));
    }
    run.run(progress);
    return new EvaluationReport(
        model,
        data,
        entrant.settings(),
        events.count(),
        run.evaluated(),
        run.whole(),
        run.late(),
        run.segments(),
        run.trainUsPerEvent(),
        run.early(),
        List.of(),
        run.series(),
        run.forgetting());
  }

  /** The effective settings of a run, as its report has them. */
  public static Map<String, Object> settings(String model, Map<String, String> overrides) {
    EvaluationEvents none = new EvaluationEvents.Builder().build();
    return Entrant.of(model, none.shape(new UserItems(0), 1), overrides).settings();
  }

  private static RecallingModel recalling(String name, StreamingModel model) {
    if (model instanceof RecallingModel recalling) {
      return recalling;
    }
    throw new IllegalArgumentException(
        "forgetting of %s: it can be measured of dual-queue alone".formatted(name));
  }

  /**
   * Every combination of the grid over which a model is tuned, as settings; empty for a model that
   * is taken as it is.
   *
   * @throws IllegalArgumentException if the model is unknown
   */
  public static List<Map<String, String>> grid(String model) {
    Map<String, List<String>> axes = Models.grid(model);
    return axes.isEmpty() ? List.of() : new GridSearch(axes).points();
  }

  /**
   * Runs every combination of a grid and gives the report of the best, by NDCG@10 of the whole
   * stream, with all points in it.
   *
   * @param overrides what all points have in common
   * @param grid values by setting; empty for the model's own grid
   * @param progress is told of every run
   */
  public static EvaluationReport tune(
      String model,
      String data,
      EvaluationEvents events,
      Map<String, String> overrides,
      Map<String, List<String>> grid,
      Progress progress) {
    return new GridSearch(grid.isEmpty() ? Models.grid(model) : grid)
        .run(
            point -> {
              Map<String, String> settings = new LinkedHashMap<>(overrides);
              settings.putAll(point);
              return run(model, data, events, settings, progress);
            });
  }
}
