package io.eddyline.k8s.standalone;

import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import java.nio.file.Path;
import java.util.Map;

/**
 * A whole Eddyline in a folder, on free ports, with quick snapshots. A model in its first seconds
 * changes faster than the gate lets a grown one change; versions pass whatever hits they lose.
 */
final class TestConfig {
  private TestConfig() {}

  static Map<String, String> settings(Path folder) {
    return Map.of(
        "eddyline.data-dir", folder.toString(),
        "eddyline.serving.http.port", "0",
        "eddyline.gateway.port", "0",
        "eddyline.topics.user-partitions", "2",
        "eddyline.topics.item-partitions", "2",
        "eddyline.snapshots.interval", "500ms",
        "eddyline.snapshots.min-interval", "300ms",
        "eddyline.snapshots.gate.max-lost-hits", "1");
  }

  static EddylineConfig in(Path folder) {
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings(folder)).config();
  }
}
