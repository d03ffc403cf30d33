package io.eddyline.k8s.config;

import io.eddyline.ingest.cleaning.CleaningConfig;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.ingest.gateway.GatewayConfig;
import io.eddyline.learner.snapshot.build.SnapshotsConfig;
import io.eddyline.learner.stream.LearnerConfig;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.config.Setting;
import io.eddyline.schemas.topic.TopicsConfig;
import io.eddyline.serving.ServingConfig;
import java.nio.file.Path;

/** Every setting of every tier; a tier reads its own and the shared ones. */
public record EddylineConfig(
    @Setting(about = "Name of the model, a folder of the snapshot store.", defaultValue = "main")
        String model,
    @Setting(
            about = "Folder of everything that a restart needs: broker log, stores, snapshots.",
            defaultValue = "eddyline-data")
        Path dataDir,
    KafkaConfig kafka,
    TopicsConfig topics,
    EventsConfig events,
    GatewayConfig gateway,
    CleaningConfig cleaning,
    LearnerSettings learning,
    LearnerConfig learner,
    SnapshotsConfig snapshots,
    HealthConfig health,
    ServingConfig serving) {
  public EddylineConfig {
    if (!model.equals(serving.model())) {
      throw new IllegalArgumentException(
          "model \"%s\", serving.model \"%s\": expected the same name"
              .formatted(model, serving.model()));
    }
  }

  /** Where the versions of the models are. */
  public Path snapshotStore() {
    return dataDir.resolve("snapshots");
  }

  /** Where Kafka Streams keeps the local stores of one application. */
  public Path streamsState(String application) {
    return dataDir.resolve("streams").resolve(application);
  }
}
