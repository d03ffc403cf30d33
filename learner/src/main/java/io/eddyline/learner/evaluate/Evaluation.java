package io.eddyline.learner.evaluate;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entry point: evaluates a model over a stream of events. */
public final class Evaluation {
  private static final double POPULARITY_HALF_LIFE = 20_000;

  private Evaluation() {}

  /** Names of the models. */
  public static List<String> models() {
    return List.of(DualQueueModel.NAME, ItemKnnModel.NAME, BprModel.NAME, PopularityModel.NAME);
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
    Map<String, String> modelOverrides = new LinkedHashMap<>(overrides);
    String givenWeight = modelOverrides.remove(PriorWeight.KEY);
    UserItems userItems = new UserItems(events.userCount());
    Contender contender = contender(model, events, modelOverrides, userItems);
    String weight = givenWeight == null ? contender.priorWeight() : givenWeight;
    Map<String, Object> settings = new LinkedHashMap<>(contender.settings());
    settings.put(PriorWeight.KEY, weight);
    Prequential run =
        new Prequential(
            events,
            contender.model(),
            new PriorWeight(weight),
            userItems,
            contender.popularityHalfLife());
    if (measuresForgetting) {
      run.probe(recalling(model, contender.model()));
    }
    run.run(progress);
    return new EvaluationReport(
        model,
        data,
        settings,
        events.count(),
        run.evaluated(),
        run.whole(),
        run.late(),
        run.segments(),
        run.trainUsPerEvent(),
        run.series(),
        run.forgetting());
  }

  /** The effective settings of a run, as its report has them. */
  public static Map<String, Object> settings(String model, Map<String, String> overrides) {
    Map<String, String> modelOverrides = new LinkedHashMap<>(overrides);
    String givenWeight = modelOverrides.remove(PriorWeight.KEY);
    EvaluationEvents none = new EvaluationEvents.Builder().build();
    Contender contender = contender(model, none, modelOverrides, new UserItems(0));
    Map<String, Object> settings = new LinkedHashMap<>(contender.settings());
    settings.put(PriorWeight.KEY, givenWeight == null ? contender.priorWeight() : givenWeight);
    return settings;
  }

  private static RecallingModel recalling(String name, StreamingModel model) {
    if (model instanceof RecallingModel recalling) {
      return recalling;
    }
    throw new IllegalArgumentException(
        "forgetting of %s: it can be measured of %s alone".formatted(name, DualQueueModel.NAME));
  }

  /**
   * A model ready to run.
   *
   * @param priorWeight its default
   */
  private record Contender(
      StreamingModel model,
      Map<String, Object> settings,
      String priorWeight,
      double popularityHalfLife) {}

  private static Contender contender(
      String name, EvaluationEvents events, Map<String, String> overrides, UserItems userItems) {
    return switch (name) {
      case DualQueueModel.NAME -> {
        LearnerSettings settings = RecordSettings.bind(LearnerSettings.class, overrides);
        yield new Contender(
            new DualQueueModel(events, settings),
            RecordSettings.describe(settings),
            PriorWeight.TUNED,
            settings.popularityHalfLife());
      }
      case ItemKnnModel.NAME -> {
        ItemKnnSettings settings = RecordSettings.bind(ItemKnnSettings.class, overrides);
        yield baseline(new ItemKnnModel(events, settings), settings, "1e-6");
      }
      case BprModel.NAME -> {
        BprSettings settings = RecordSettings.bind(BprSettings.class, overrides);
        yield baseline(new BprModel(events, settings, userItems), settings, "1.5");
      }
      case PopularityModel.NAME -> {
        NoSettings settings = RecordSettings.bind(NoSettings.class, overrides);
        yield baseline(new PopularityModel(), settings, "1");
      }
      default ->
          throw new IllegalArgumentException(
              "model \"%s\": expected one of %s".formatted(name, String.join(", ", models())));
    };
  }

  private static Contender baseline(StreamingModel model, Record settings, String priorWeight) {
    return new Contender(
        model, RecordSettings.describe(settings), priorWeight, POPULARITY_HALF_LIFE);
  }

  /** A model without settings. */
  record NoSettings() {}
}
