package io.eddyline.learner.stream;

import io.eddyline.learner.delta.DeltaConfig;
import io.eddyline.learner.health.DriftSettings;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.record.Polarity;
import io.eddyline.schemas.record.Signal;
import java.util.HashMap;
import java.util.Map;

/**
 * Seeded signals and small settings: one busy user, who sees more items than a seen set holds, and
 * eleven others; some signals are negative, some neutral, some ratings.
 */
final class SyntheticStream {
  static final String BUSY_USER = "user-0";
  static final int SEEN_LIMIT = 128;
  static final int RESERVOIR = 60;

  private static final int USERS = 12;
  private static final int ITEMS = 400;

  private final Generator generator;
  private long timeMs = 1_700_000_000_000L;

  SyntheticStream(long seed) {
    generator = new Generator(seed);
  }

  static LearnerSettings settings() {
    return settings(0.1, 1);
  }

  static LearnerSettings settings(double itemRate, int replays) {
    return settings(itemRate, replays, Map.of());
  }

  /** The settings of the tests with settings of {@code rows} besides. */
  static LearnerSettings settings(double itemRate, int replays, Map<String, String> rows) {
    return settings(itemRate, replays, 3, rows);
  }

  /** Without follows no replay runs backwards either. */
  static LearnerSettings settings(
      double itemRate, int replays, int follows, Map<String, String> rows) {
    Map<String, String> values = new HashMap<>();
    rows.forEach((key, value) -> values.put("rows." + key, value));
    values.putAll(
        Map.ofEntries(
            Map.entry("dimension", "8"),
            Map.entry("history-length", "6"),
            Map.entry("negatives", "6"),
            Map.entry("item-queue", "40"),
            Map.entry("user-queue", "8"),
            Map.entry("item-rate", String.valueOf(itemRate)),
            Map.entry("follows", String.valueOf(follows)),
            Map.entry("replays", String.valueOf(replays)),
            Map.entry("reversed-replays", follows == 0 ? "0" : "0.5"),
            Map.entry("reservoir", String.valueOf(RESERVOIR)),
            Map.entry("seen-limit", String.valueOf(SEEN_LIMIT)),
            Map.entry("pair-seen-limit", "20"),
            Map.entry("popularity-half-life", "500"),
            Map.entry("seed", "7")));
    return RecordSettings.bind(LearnerSettings.class, values);
  }

  /** The settings of the tests with others over them. */
  static LearnerSettings with(Map<String, String> overrides) {
    Map<String, String> values = new HashMap<>();
    RecordSettings.describe(settings())
        .forEach((key, value) -> values.put(key, String.valueOf(value)));
    values.putAll(overrides);
    return RecordSettings.bind(LearnerSettings.class, values);
  }

  /** Ranks nothing by chance: every event is ranked, whatever it costs. */
  static LearnerConfig config(int batchMessages) {
    return new LearnerConfig(
        1,
        "",
        10_000,
        100,
        batchMessages,
        1000,
        1,
        1,
        1000,
        0,
        "",
        false,
        RecoverySettings.defaults(),
        DriftSettings.defaults(),
        DeltaConfig.defaults());
  }

  Signal next() {
    boolean busy = generator.nextInt(2) == 0;
    String user = busy ? BUSY_USER : "user-" + (1 + generator.nextInt(USERS - 1));
    int range = busy ? ITEMS : 40;
    Polarity polarity =
        switch (generator.nextInt(12)) {
          case 0 -> Polarity.NEGATIVE;
          case 1 -> Polarity.NEUTRAL;
          default -> Polarity.POSITIVE;
        };
    return signal(user, "item-" + generator.nextInt(range), polarity).toBuilder()
        .setWeight((float) (0.5 + generator.nextDouble()))
        .setIsRating(generator.nextInt(3) == 0)
        .setValue(generator.nextInt(10))
        .setEventTimeMs(timeMs++)
        .build();
  }

  /** A signal of weight 1 that marks its item as seen unless it is neutral. */
  static Signal signal(String user, String item, Polarity polarity) {
    return Signal.newBuilder()
        .setUserId(user)
        .setItemId(item)
        .setType("click")
        .setWeight(1)
        .setPolarity(polarity)
        .setMarksSeen(polarity != Polarity.NEUTRAL)
        .setEventTimeMs(1_700_000_000_000L)
        .build();
  }
}
