package io.eddyline.learner.evaluate.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ingredients of the learner, each taken out or changed alone.
 *
 * <p>Threading: immutable.
 */
public final class AblationPlan {
  /** The learner as it is delivered; every row is compared with it. */
  public static final Variant DEFAULT =
      new Variant("default", "dual-queue", Map.of(), "the default settings", true);

  private static final String[][] ROWS = {
    {"one history item", "history-length=1", "the query sees the last item alone"},
    {"history undecayed", "history-decay=1", "old items count as much as new ones"},
    {"no extra weight of the last item", "last-item-weight=0", "is the newest item special?"},
    {"last item twice as heavy", "last-item-weight=1", "is the newest item special?"},
    {
      "no popularity prior",
      "score.prior-weight=0,score.tune-prior=false,score.tune-trend=false",
      "the vectors alone"
    },
    {
      "fixed popularity prior",
      "score.tune-prior=false,score.tune-trend=false",
      "what the self-tuning is worth"
    },
    {"no trend", "score.tune-trend=false", "popularity with one half-life"},
    {"longer trend", "trend-half-life=3000", "half-life of the trend"},
    {"last item's weight as trained", "score.tune-last-item=false", "its self-tuning"},
    {"no neighbours", "neighbours.length=0", "vectors and priors alone"},
    {"16 neighbours", "neighbours.length=16", "how many neighbours are enough"},
    {"neighbours of the last 3", "neighbours.reach=3", "how far back neighbours are counted"},
    {"fixed weight of neighbours", "score.tune-neighbours=false", "its self-tuning"},
    {"no replay", "replays=0", "what rehearsal is worth"},
    {"two replays", "replays=2", "what more rehearsal is worth"},
    {"four replays", "replays=4", "what more rehearsal is worth"},
    {"small reservoir", "reservoir=2000", "rehearsal of the recent past alone"},
    {"uniform rehearsal", "rehearsal.choice=uniform", "no replay where most was lost"},
    {"rehearsal of the lost alone", "rehearsal.share=1", "all replays where most was lost"},
    {"no reversed replays", "reversed-replays=0", "replays as the events were"},
    {"reversed replays alone", "reversed-replays=1", "history items from what followed"},
    {"no context rows", "follows=0", "an item as history is its key alone"},
    {"one follow", "follows=1", "context of the newest item alone"},
    {"twenty follows", "follows=20", "context of the whole history"},
    {"16 negatives", "negatives=16", "how many negatives are enough"},
    {"32 negatives", "negatives=32", "how many negatives are enough"},
    {"256 negatives", "negatives=256", "how many negatives are enough"},
    {"short item queue", "item-queue=256", "negatives of the recent past alone"},
    {"long item queue", "item-queue=4096", "older negatives"},
    {"short user queue", "user-queue=256", "negatives of the recent past alone"},
    {"long user queue", "user-queue=4096", "older negatives"},
    {"short seen sets", "seen-limit=64", "false negatives are filtered by the latest items alone"},
    {"short seen lists in pairs", "pair-seen-limit=1", "the item side hardly filters"},
    {"no momentum", "momentum=0", "keys are the vectors themselves"},
    {"more momentum", "momentum=0.9", "keys lag a little behind the vectors"},
    {"slow momentum", "momentum=0.99", "keys lag behind the vectors"},
    {"sharper", "temperature=0.07", "user side's contrast and the score"},
    {"softer", "temperature=0.15", "user side's contrast and the score"},
    {"item side sharper", "item-temperature=0.15", "item side's contrast"},
    {"item side softer", "item-temperature=0.4", "item side's contrast"},
    {"half the user rate", "user-rate=0.025", "step sizes"},
    {"half the item rate", "item-rate=0.05", "step sizes"},
    {"half the context rate", "context-rate=0.025", "step sizes"},
    {"new rows at half the rate", "rates.early=0.5", "a schedule by the age of a row"},
    {"new rows at a quarter of the rate", "rates.early=0.25", "a schedule by the age of a row"},
    {"new rows at twice the rate", "rates.early=2", "a schedule by the age of a row"},
    {
      "half the rate for long",
      "rates.early=0.5,rates.half-life=300",
      "a schedule by the age of a row"
    },
    {"32 dimensions", "dimension=32", "room of a vector"},
    {"128 dimensions", "dimension=128", "room of a vector"},
    {
      "hardness-weighted loss of users",
      "objective.user-loss=hardness-weighted",
      "another loss of the user side"
    },
    {
      "hardness-weighted loss of items",
      "objective.item-loss=hardness-weighted",
      "another loss of the item side"
    },
    {"debiased loss of users", "objective.user-loss=debiased", "another loss of the user side"},
    {"debiased loss of items", "objective.item-loss=debiased", "another loss of the item side"},
    {
      "individual temperatures loss of users",
      "objective.user-loss=individual-temperature",
      "another loss of the user side"
    },
    {
      "individual temperatures loss of items",
      "objective.item-loss=individual-temperature",
      "another loss of the item side"
    },
    {
      "cosine contrastive loss of users",
      "objective.user-loss=cosine",
      "another loss of the user side"
    },
    {
      "cosine contrastive loss of items",
      "objective.item-loss=cosine",
      "another loss of the item side"
    },
    {"teleported negatives, 12 %", "teleportation.share=0.12", "hard negatives of the item side"},
    {"teleported negatives, 25 %", "teleportation.share=0.25", "hard negatives of the item side"},
    {
      "teleported, current alone",
      "teleportation.share=0.12,teleportation.current=1,teleportation.past=0,"
          + "teleportation.lookahead=0",
      "nearest keys of the last episode"
    },
    {
      "teleported, no filter",
      "teleportation.share=0.12,teleportation.filter-ratio=2,teleportation.filter-margin=-2",
      "likely positives among the hard negatives"
    },
    {"no memory", "replays=0,item-queue=64,user-queue=64", "neither replay nor queues"},
  };

  private AblationPlan() {}

  /** The default first, then one row for each change. */
  public static List<Variant> variants() {
    List<Variant> variants = new ArrayList<>();
    variants.add(DEFAULT);
    for (String[] row : ROWS) {
      variants.add(new Variant(row[0], DEFAULT.model(), settings(row[1]), row[2], true));
    }
    return List.copyOf(variants);
  }

  private static Map<String, String> settings(String overrides) {
    Map<String, String> settings = new TreeMap<>();
    for (String override : overrides.split(",", -1)) {
      int equals = override.indexOf('=');
      settings.put(override.substring(0, equals), override.substring(equals + 1));
    }
    return settings;
  }
}
