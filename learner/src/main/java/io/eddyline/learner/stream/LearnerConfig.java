package io.eddyline.learner.stream;

import io.eddyline.learner.delta.DeltaConfig;
import io.eddyline.learner.health.DriftSettings;
import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** How the learner runs. */
public record LearnerConfig(
    @Setting(
            about =
                "Stream threads; at most topics.user-partitions + topics.item-partitions of them"
                    + " have work.",
            defaultValue = "2",
            min = 1,
            max = 4096)
        int threads,
    @Setting(
            about =
                "Name of this process among its like, stable over restarts: a process that comes"
                    + " back under its name takes its partitions over at once. Empty: a new member"
                    + " each time, and after a crash the partitions wait for session-timeout-ms.")
        String instanceId,
    @Setting(
            about = "Milliseconds after which a process that is not heard of loses its partitions.",
            defaultValue = "10000",
            min = 6000,
            max = 1_800_000)
        int sessionTimeoutMs,
    @Setting(
            about =
                "Milliseconds between commits: how late one side hears of the other, and how much a"
                    + " restart repeats.",
            defaultValue = "100",
            min = 1,
            max = 60_000)
        long commitIntervalMs,
    @Setting(
            about =
                "Messages in a batch between the sides; larger ones compress better, smaller ones"
                    + " leave earlier.",
            defaultValue = "64",
            min = 1,
            max = 4096)
        int batchMessages,
    @Setting(
            about =
                "Events by which the user side may be ahead of the item side, all partitions"
                    + " together; beyond it reading waits. Some hundred cost no quality, some"
                    + " thousand cost a few percent; fewer than a commit interval's events cost"
                    + " throughput.",
            defaultValue = "2000",
            min = 1,
            max = 1_000_000_000)
        long maxLeadEvents,
    @Setting(
            about = "One event in so many is ranked before it is trained, to measure quality.",
            defaultValue = "20",
            min = 1,
            max = 1_000_000)
        int rankEvery,
    @Setting(
            about = "Share of a thread's time that ranking may take; beyond it events go unranked.",
            defaultValue = "0.2",
            min = 0,
            max = 1)
        double rankBudget,
    @Setting(
            about = "Milliseconds between two reports of quality to the metrics topic.",
            defaultValue = "5000",
            min = 100,
            max = 3_600_000)
        long reportIntervalMs,
    @Setting(
            about =
                "Other processes that follow each partition's rows, so that one of them takes it"
                    + " over within seconds; each costs the rows' memory once more. 1 in a"
                    + " cluster.",
            defaultValue = "0",
            min = 0,
            max = 16)
        int standbyReplicas,
    @Setting(
            about =
                "Rack or zone of this process: it reads from replicas there, and a partition's"
                    + " standby is in another one. Empty: not known.")
        String rack,
    @Setting(
            about =
                "Whether a learner that ends in good order leaves images of its rows in its folder,"
                    + " about as large as the rows in memory, from which the next start goes on in"
                    + " a fraction of the time that restoring from Kafka takes.",
            defaultValue = "true")
        boolean localImages,
    RecoverySettings recovery,
    DriftSettings drift,
    DeltaConfig delta) {

  public LearnerConfig {
    Allowed.check(
        LearnerConfig.class,
        "learner",
        threads,
        instanceId,
        sessionTimeoutMs,
        commitIntervalMs,
        batchMessages,
        maxLeadEvents,
        rankEvery,
        rankBudget,
        reportIntervalMs,
        standbyReplicas,
        rack,
        localImages,
        recovery,
        drift,
        delta);
  }

  /** The defaults. */
  public static LearnerConfig defaults() {
    return RecordSettings.defaults(LearnerConfig.class);
  }

  /** These settings under a stable name. */
  public LearnerConfig withInstanceId(String name) {
    return new LearnerConfig(
        threads,
        name,
        sessionTimeoutMs,
        commitIntervalMs,
        batchMessages,
        maxLeadEvents,
        rankEvery,
        rankBudget,
        reportIntervalMs,
        standbyReplicas,
        rack,
        localImages,
        recovery,
        drift,
        delta);
  }
}
