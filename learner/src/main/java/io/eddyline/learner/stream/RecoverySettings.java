package io.eddyline.learner.stream;

import io.eddyline.schemas.config.Allowed;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.config.Setting;

/** How partitions come back after a failure, move between processes, and wait for the broker. */
public record RecoverySettings(
    @Setting(
            about =
                "Records that a process may be behind in a partition's rows and still be given the"
                    + " partition at once; beyond it, it first warms up as a standby.",
            defaultValue = "10000",
            min = 0,
            max = 1e12)
        long acceptableLagRecords,
    @Setting(
            about = "Partitions that warm up at one time in all processes together.",
            defaultValue = "2",
            min = 1,
            max = 4096)
        int maxWarmupReplicas,
    @Setting(
            about =
                "Milliseconds after which it is asked again whether those that warm up are warm.",
            defaultValue = "60000",
            min = 60_000,
            max = 3_600_000)
        int probingIntervalMs,
    @Setting(
            about =
                "Milliseconds for which an operation of a partition is tried again before its"
                    + " thread gives up and is replaced.",
            defaultValue = "300000",
            min = 0,
            max = 86_400_000)
        int taskTimeoutMs,
    @Setting(
            about =
                "Milliseconds after which a record that the broker does not take fails the"
                    + " transaction, which is then begun anew from the last commit.",
            defaultValue = "120000",
            min = 1000,
            max = 3_600_000)
        int deliveryTimeoutMs,
    @Setting(
            about =
                "Milliseconds after which the broker ends a transaction of a process that it does"
                    + " not hear of: so long others wait for what a killed process wrote.",
            defaultValue = "10000",
            min = 1000,
            max = 900_000)
        int transactionTimeoutMs) {

  public RecoverySettings {
    Allowed.check(
        RecoverySettings.class,
        "learner.recovery",
        acceptableLagRecords,
        maxWarmupReplicas,
        probingIntervalMs,
        taskTimeoutMs,
        deliveryTimeoutMs,
        transactionTimeoutMs);
  }

  /** The defaults. */
  public static RecoverySettings defaults() {
    return RecordSettings.defaults(RecoverySettings.class);
  }
}
