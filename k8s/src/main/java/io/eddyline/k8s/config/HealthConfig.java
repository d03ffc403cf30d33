package io.eddyline.k8s.config;

import io.eddyline.schemas.config.Setting;

/** Where the tiers without an HTTP interface of their own answer probes and metrics. */
public record HealthConfig(
    @Setting(
            about = "Address to listen on; loopback unless told otherwise.",
            defaultValue = "127.0.0.1")
        String host,
    @Setting(
            about = "Port of the learner; 0 takes a free one.",
            defaultValue = "8082",
            min = 0,
            max = 65_535)
        int learnerPort,
    @Setting(
            about = "Port of the snapshot builder; 0 takes a free one.",
            defaultValue = "8083",
            min = 0,
            max = 65_535)
        int snapshotsPort) {
  public HealthConfig {
    if (host.isBlank()) {
      throw new IllegalArgumentException("health.host is empty, expected a name or an address");
    }
  }
}
