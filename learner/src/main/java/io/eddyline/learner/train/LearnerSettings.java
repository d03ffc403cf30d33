package io.eddyline.learner.train;

import io.eddyline.learner.coldstart.ColdStartSettings;
import io.eddyline.learner.negatives.TeleportationSettings;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.SeenSet;
import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.concurrent.TimeUnit;

/** The learner's method in numbers. All instances of one model must have the same. */
public record LearnerSettings(
    @Setting(
            about = "Floats of a vector. Fixed once data has been learnt.",
            defaultValue = "64",
            min = 4,
            max = 1024)
        int dimension,
    @Setting(
            about = "Latest distinct items of a user that form the query.",
            defaultValue = "20",
            min = 1,
            max = 256)
        int historyLength,
    @Setting(
            about =
                "Days of event time after which an item has left a user's history: it goes with the"
                    + " user's first event that is so much later. 0: never.",
            defaultValue = "0",
            min = 0,
            max = 36500)
        double historyMaxAgeDays,
    @Setting(
            about = "Weight of a history item relative to the next newer one.",
            defaultValue = "0.8",
            min = 0.01,
            max = 1)
        double historyDecay,
    @Setting(
            about =
                "Extra weight of the newest history item in training; the score's own is tuned by"
                    + " the stream.",
            defaultValue = "0.5",
            min = 0,
            max = 10)
        double lastItemWeight,
    @Setting(
            about = "Negatives drawn for a step of either side, before the known ones are dropped.",
            defaultValue = "64",
            min = 1,
            max = 4096)
        int negatives,
    @Setting(
            about = "Slots of the item-key queue of a user partition.",
            defaultValue = "1024",
            min = 1,
            max = 1048576)
        int itemQueue,
    @Setting(
            about = "Slots of the user-key queue of an item partition, one slot a user.",
            defaultValue = "1024",
            min = 1,
            max = 1048576)
        int userQueue,
    @Setting(
            about = "Temperature of the user side's contrast and of the score.",
            defaultValue = "0.1",
            min = 0.001,
            max = 10)
        double temperature,
    @Setting(
            about = "Temperature of the item side's contrast.",
            defaultValue = "0.25",
            min = 0.001,
            max = 10)
        double itemTemperature,
    @Setting(
            about = "Learning rate of user vectors (row-wise Adagrad).",
            defaultValue = "0.05",
            min = 0,
            max = 10)
        double userRate,
    @Setting(
            about = "Learning rate of item vectors (row-wise Adagrad).",
            defaultValue = "0.1",
            min = 0,
            max = 10)
        double itemRate,
    @Setting(
            about = "Learning rate of context residuals (row-wise Adagrad).",
            defaultValue = "0.05",
            min = 0,
            max = 10)
        double contextRate,
    @Setting(
            about =
                "What a momentum vector keeps of itself at a touch; the rest is the new vector.",
            defaultValue = "0.5",
            min = 0,
            max = 0.9999)
        double momentum,
    @Setting(
            about = "Past events trained again after each event.",
            defaultValue = "1",
            min = 0,
            max = 16)
        int replays,
    @Setting(
            about = "Latest history items whose context residual is trained by an event.",
            defaultValue = "3",
            min = 0,
            max = 256)
        int follows,
    @Setting(
            about = "Past events that a user partition keeps for replay.",
            defaultValue = "100000",
            min = 1,
            max = 8000000)
        int reservoir,
    @Setting(
            about =
                "Items that a user's seen set holds, a multiple of 64; the oldest leave beyond it.",
            defaultValue = "4096",
            min = 64,
            max = 1048576)
        int seenLimit,
    @Setting(
            about = "Latest seen items that travel with a user's key as its false negatives.",
            defaultValue = "200",
            min = 1,
            max = 4096)
        int pairSeenLimit,
    @Setting(
            about = "Events of the whole stream after which popularity has halved.",
            defaultValue = "20000",
            min = 1,
            max = 1e15)
        double popularityHalfLife,
    @Setting(
            about = "Events of the whole stream after which an item's trend has halved.",
            defaultValue = "1000",
            min = 1,
            max = 1e15)
        double trendHalfLife,
    @Setting(
            about =
                "Share of the replays that train an item of the past event's history from what"
                    + " followed it, instead of the event from its history.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double reversedReplays,
    RateSettings rates,
    ScoreSettings score,
    NeighbourSettings neighbours,
    @Setting(
            about = "Seed of first vectors and of all draws.",
            defaultValue = "1",
            min = -9.0e18,
            max = 9.0e18)
        long seed,
    ObjectiveSettings objective,
    RowSettings rows,
    TeleportationSettings teleportation,
    RehearsalSettings rehearsal,
    RatingSettings ratings,
    ColdStartSettings coldStart) {

  public LearnerSettings {
    Allowed.check(
        LearnerSettings.class,
        "learning",
        dimension,
        historyLength,
        historyMaxAgeDays,
        historyDecay,
        lastItemWeight,
        negatives,
        itemQueue,
        userQueue,
        temperature,
        itemTemperature,
        userRate,
        itemRate,
        contextRate,
        momentum,
        replays,
        follows,
        reservoir,
        seenLimit,
        pairSeenLimit,
        popularityHalfLife,
        trendHalfLife,
        reversedReplays,
        rates,
        score,
        neighbours,
        seed,
        objective,
        rows,
        teleportation,
        rehearsal,
        ratings,
        coldStart);
    if (seenLimit % SeenSet.BLOCK_ITEMS != 0) {
      throw new IllegalArgumentException(
          "learning.seen-limit %d: expected a multiple of %d"
              .formatted(seenLimit, SeenSet.BLOCK_ITEMS));
    }
    requireArray("user-queue", userQueue, "pair-seen-limit", pairSeenLimit);
    requireArray("user-queue", userQueue, "dimension", dimension);
    requireArray("item-queue", itemQueue, "dimension", dimension);
  }

  private static void requireArray(String key, int count, String floatsKey, int floats) {
    if ((long) count * floats > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "learning.%s %d times learning.%s %d: expected at most %d"
              .formatted(key, count, floatsKey, floats, Integer.MAX_VALUE));
    }
  }

  /** The defaults, one set for all data. */
  public static LearnerSettings defaults() {
    return RecordSettings.defaults(LearnerSettings.class);
  }

  /** The constants of the score as they are before the stream has tuned any. */
  public Scoring scoring() {
    return new Scoring(
        (float) temperature,
        (float) score.priorWeight(),
        (float) score.trendWeight(),
        historyLength,
        (float) historyDecay,
        (float) lastItemWeight,
        neighbours.length() > 0 ? (float) score.neighbourWeight() : 0);
  }

  /** Milliseconds after which an item has left a history, 0 if it never does. */
  long historyMaxAgeMs() {
    return Math.round(historyMaxAgeDays * TimeUnit.DAYS.toMillis(1));
  }

  /** How popularity and trend decay in one partition of several. */
  public PopularityDecay popularityDecay(int itemPartitions) {
    return new PopularityDecay(popularityHalfLife, trendHalfLife, itemPartitions);
  }

  /** The loss of user vectors. */
  Contrast userContrast() {
    return objective.userLoss().contrast(dimension, negatives, temperature, objective);
  }

  /** The loss of item vectors. */
  Contrast itemContrast() {
    return objective.itemLoss().contrast(dimension, negatives, itemTemperature, objective);
  }
}
