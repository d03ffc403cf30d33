package io.eddyline.learner.evaluate.model;

import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import java.util.List;
import java.util.Map;

/** The models by name. Stateless. */
public final class Models {
  private static final double HALF_LIFE = 20_000;
  private static final String TUNED = "auto";
  /* The scores hold the prior already. */
  private static final String IN_SCORE = "0";
  /* Any weight gives the same order where there is no score beside the prior. */
  private static final String ALONE = "1";

  private Models() {}

  /** Their names, the learner first. */
  public static List<String> names() {
    return List.of(
        DualQueueModel.NAME,
        ItemKnnModel.NAME,
        BprModel.NAME,
        IsgdModel.NAME,
        SoftmaxModel.NAME,
        IalsModel.NAME,
        PopularityModel.DECAYED,
        PopularityModel.PLAIN);
  }

  /**
   * A model with its settings.
   *
   * @param overrides settings by key
   * @throws IllegalArgumentException if name or a setting is unknown or out of range
   */
  public static Contender create(String name, StreamShape shape, Map<String, String> overrides) {
    return switch (name) {
      case DualQueueModel.NAME -> {
        LearnerSettings settings = RecordSettings.bind(LearnerSettings.class, overrides);
        StreamingModel model = new DualQueueModel(shape, settings);
        yield contender(model, settings, IN_SCORE, settings.popularityHalfLife());
      }
      case ItemKnnModel.NAME -> {
        ItemKnnSettings settings = RecordSettings.bind(ItemKnnSettings.class, overrides);
        yield contender(new ItemKnnModel(shape, settings), settings, TUNED, HALF_LIFE);
      }
      case BprModel.NAME -> {
        BprSettings settings = RecordSettings.bind(BprSettings.class, overrides);
        yield contender(new BprModel(shape, settings), settings, TUNED, HALF_LIFE);
      }
      case IsgdModel.NAME -> {
        IsgdSettings settings = RecordSettings.bind(IsgdSettings.class, overrides);
        yield contender(new IsgdModel(shape, settings), settings, TUNED, HALF_LIFE);
      }
      case SoftmaxModel.NAME -> {
        SoftmaxSettings settings = RecordSettings.bind(SoftmaxSettings.class, overrides);
        StreamingModel model = new SoftmaxModel(shape, settings, HALF_LIFE);
        yield contender(model, settings, TUNED, HALF_LIFE);
      }
      case IalsModel.NAME -> {
        IalsSettings settings = RecordSettings.bind(IalsSettings.class, overrides);
        yield contender(new IalsModel(shape, settings), settings, TUNED, HALF_LIFE);
      }
      case PopularityModel.DECAYED -> {
        DecayedPopularitySettings settings =
            RecordSettings.bind(DecayedPopularitySettings.class, overrides);
        yield contender(new PopularityModel(), settings, ALONE, settings.halfLife());
      }
      case PopularityModel.PLAIN -> {
        NoSettings settings = RecordSettings.bind(NoSettings.class, overrides);
        yield contender(new PopularityModel(), settings, ALONE, Double.POSITIVE_INFINITY);
      }
      default -> throw unknown(name);
    };
  }

  /**
   * The coarse grid over which a model is tuned, values by setting, its default among them; what it
   * gave on MovieLens 100k stands in the quality report. Empty for a model that is taken as it is.
   */
  public static Map<String, List<String>> grid(String name) {
    return switch (name) {
      case ItemKnnModel.NAME ->
          Map.of(
              "history-decay", List.of("0.5", "0.6", "0.7", "0.85"),
              "score-scale", List.of("30", "100", "300"));
      case BprModel.NAME ->
          Map.of(
              "item-rate", List.of("0.1", "0.2", "0.4", "0.8"),
              "temperature", List.of("0.2", "0.3", "0.5", "1"));
      case IsgdModel.NAME ->
          Map.of(
              "item-rate", List.of("0.005", "0.01", "0.02", "0.05"),
              "user-rate", List.of("0.01", "0.02", "0.05"));
      case SoftmaxModel.NAME ->
          Map.of(
              "history-decay", List.of("0.7", "0.8", "0.9"),
              "temperature", List.of("0.1", "0.15", "0.2", "0.3"));
      case IalsModel.NAME ->
          Map.of(
              "unobserved-weight", List.of("0.03", "0.1", "0.3"),
              "history-decay", List.of("0.8", "0.9", "0.98"));
      case PopularityModel.DECAYED ->
          Map.of("half-life", List.of("2000", "5000", "10000", "20000", "50000"));
      case DualQueueModel.NAME, PopularityModel.PLAIN -> Map.of();
      default -> throw unknown(name);
    };
  }

  private static Contender contender(
      StreamingModel model, Record settings, String priorWeight, double popularityHalfLife) {
    return new Contender(model, RecordSettings.describe(settings), priorWeight, popularityHalfLife);
  }

  private static IllegalArgumentException unknown(String name) {
    return new IllegalArgumentException(
        "model \"%s\": expected one of %s".formatted(name, String.join(", ", names())));
  }

  /** A model without settings. */
  record NoSettings() {}
}
