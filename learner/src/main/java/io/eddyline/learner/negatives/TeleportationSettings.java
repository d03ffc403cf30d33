package io.eddyline.learner.negatives;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.Setting;

/** How many negatives of the item side are teleported, and how they are found and drawn. */
public record TeleportationSettings(
    @Setting(
            about =
                "Share of an item step's negatives that are teleported: drawn from mined lists of"
                    + " hard ones. 0 mines nothing.",
            defaultValue = "0",
            min = 0,
            max = 1)
        double share,
    @Setting(
            about = "Part of them from the keys nearest to the item in the last episode.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double current,
    @Setting(
            about = "Part of them from the lists of earlier episodes.",
            defaultValue = "0.25",
            min = 0,
            max = 1)
        double past,
    @Setting(
            about = "Part of them from the keys nearest to the item's latest positive.",
            defaultValue = "0.25",
            min = 0,
            max = 1)
        double lookahead,
    @Setting(
            about = "Keys of each of an item's three lists.",
            defaultValue = "64",
            min = 1,
            max = 1024)
        int listLength,
    @Setting(
            about = "What a key of a past list weighs relative to one of an episode later.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double pastDecay,
    @Setting(
            about = "Live pairs of an item partition from one mining episode to the next.",
            defaultValue = "5000",
            min = 1,
            max = 1_000_000_000)
        int episodeEvents,
    @Setting(
            about =
                "Most items whose lists an episode mines, among those trained since the last; a"
                    + " list's cost grows with the user queue.",
            defaultValue = "512",
            min = 1,
            max = 1_048_576)
        int episodeLists,
    @Setting(
            about = "Most items of a partition that have lists; the oldest are replaced.",
            defaultValue = "65536",
            min = 1,
            max = 16_777_216)
        int lists,
    @Setting(
            about =
                "Sharpness a of the drawing: a key weighs exp(-a (s - p - b)^2), s its cosine with"
                    + " the item, p the positive's.",
            defaultValue = "10",
            min = 0,
            max = 10_000)
        double simansA,
    @Setting(
            about = "Offset b of the drawing: the most wanted distance from the positive's cosine.",
            defaultValue = "0",
            min = -2,
            max = 2)
        double simansB,
    @Setting(
            about =
                "Keys closer to the item than this part of a positive cosine of the positive are"
                    + " left out as likely positives.",
            defaultValue = "0.95",
            min = 0,
            max = 2)
        double filterRatio,
    @Setting(
            about =
                "Where the positive's cosine is not above 0, keys closer than it minus this are"
                    + " left out.",
            defaultValue = "0.05",
            min = -2,
            max = 2)
        double filterMargin) {

  private static final int MOST_KEYS = Integer.MAX_VALUE / TeleportQueue.COMPARTMENTS;

  public TeleportationSettings {
    Allowed.check(
        TeleportationSettings.class,
        "learning.teleportation",
        share,
        current,
        past,
        lookahead,
        listLength,
        pastDecay,
        episodeEvents,
        episodeLists,
        lists,
        simansA,
        simansB,
        filterRatio,
        filterMargin);
    if ((long) lists * listLength > MOST_KEYS) {
      throw new IllegalArgumentException(
          "learning.teleportation.lists %d times list-length %d: expected at most %d"
              .formatted(lists, listLength, MOST_KEYS));
    }
    if (share > 0 && current + past + lookahead <= 0) {
      throw new IllegalArgumentException(
          "learning.teleportation.current, past and lookahead are 0: expected one above 0, or share"
              + " 0");
    }
  }
}
