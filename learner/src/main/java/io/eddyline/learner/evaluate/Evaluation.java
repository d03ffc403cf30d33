package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.Contender;
import io.eddyline.learner.evaluate.model.Models;
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
        List.of());
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
