package io.eddyline.learner.snapshot.gate;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** What a version must show before it is announced. */
public record GateSettings(
    @Setting(
            about = "Whether versions are judged; without, every version is announced.",
            defaultValue = "true")
        boolean enabled,
    @Setting(
            about =
                "Fewer interactions newer than the version say nothing of its quality: it passes.",
            defaultValue = "100",
            min = 2,
            max = 1_000_000)
        int minInteractions,
    @Setting(
            about = "Interactions newer than the version that both versions rank, at most.",
            defaultValue = "500",
            min = 2,
            max = 1_000_000)
        int maxInteractions,
    @Setting(
            about =
                "Milliseconds that the builder waits for so many interactions after it has written"
                    + " the files.",
            defaultValue = "250",
            min = 0,
            max = 60_000)
        int waitMs,
    @Setting(
            about =
                "Milliseconds that each version may rank, on one thread; interactions that are left"
                    + " then are not ranked.",
            defaultValue = "2000",
            min = 1,
            max = 600_000)
        int rankMs,
    @Setting(
            about =
                "Share of the accepted version's recall and NDCG that a version may lack before it"
                    + " is refused.",
            defaultValue = "0.05",
            min = 0,
            max = 1)
        double margin,
    @Setting(
            about =
                "Standard errors by which the lack must go beyond the margin; 3 refuses one in a"
                    + " thousand versions that are just at the margin.",
            defaultValue = "3",
            min = 0,
            max = 100)
        double standardErrors,
    @Setting(
            about =
                "Share of the accepted version's sampled hits that a version may lose; also this"
                    + " must be exceeded by so many standard errors.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double maxLostHits,
    @Setting(
            about =
                "Share of the accepted version's rows of items or users that a version may lack.",
            defaultValue = "0.3",
            min = 0,
            max = 1)
        double maxShrink,
    @Setting(
            about = "Least effective rank of the items, as a share of the accepted version's.",
            defaultValue = "0.5",
            min = 0,
            max = 1)
        double minRankRatio,
    @Setting(
            about = "Least effective rank of the items of a version with 100 items or more.",
            defaultValue = "2",
            min = 0,
            max = 65_536)
        double minRank,
    @Setting(
            about =
                "After so many refusals in a row a version that is sound in itself is accepted, so"
                    + " that drift does not freeze the model; 0: never.",
            defaultValue = "20",
            min = 0,
            max = 1_000_000)
        int rebaseAfterRefusals) {
  public GateSettings {
    Allowed.check(
        GateSettings.class,
        "snapshots.gate",
        enabled,
        minInteractions,
        maxInteractions,
        waitMs,
        rankMs,
        margin,
        standardErrors,
        maxLostHits,
        maxShrink,
        minRankRatio,
        minRank,
        rebaseAfterRefusals);
    if (maxInteractions < minInteractions) {
      throw new IllegalArgumentException(
          "snapshots.gate.max-interactions %d: expected at least min-interactions, %d"
              .formatted(maxInteractions, minInteractions));
    }
  }

  /** The defaults. */
  public static GateSettings defaults() {
    return RecordSettings.defaults(GateSettings.class);
  }
}
