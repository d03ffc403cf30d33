package io.eddyline.k8s.recovery;

import io.eddyline.learner.stream.Learner;
import io.eddyline.learner.stream.LearnerConfig;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A learner with metrics and a folder of its own, as a process of a cluster has them. */
final class LearnerProcess implements AutoCloseable {
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final Learner learner;

  /**
   * Starts it.
   *
   * @param settings of the learner that differ from the defaults
   */
  LearnerProcess(TopicCatalogue topics, String servers, Path folder, Map<String, String> settings) {
    Map<String, String> values = new HashMap<>(settings);
    values.putIfAbsent("rank-every", "1000");
    learner =
        new Learner(
            LearnerSettings.defaults(),
            RecordSettings.bind(LearnerConfig.class, values),
            topics,
            Map.of("bootstrap.servers", servers),
            folder,
            registry);
    learner.start();
  }

  double gauge(String name) {
    Gauge gauge = registry.find(name).gauge();
    return gauge == null ? 0 : gauge.value();
  }

  double counter(String name) {
    return registry.get(name).counter().count();
  }

  /** Leaves the group, so that its partitions move at once. */
  @Override
  public void close() {
    learner.close();
  }
}
