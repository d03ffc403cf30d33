package io.eddyline.k8s.config;

import io.eddyline.ingest.cleaning.CleaningConfig;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.ingest.gateway.GatewayConfig;
import io.eddyline.learner.snapshot.build.SnapshotsConfig;
import io.eddyline.learner.stream.LearnerConfig;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.config.Setting;
import io.eddyline.schemas.topic.TopicsConfig;
import io.eddyline.serving.ServingConfig;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Every setting of every tier; a tier reads its own and the shared ones. */
public record EddylineConfig(
    @Setting(
            about =
                "Name of the model: a folder of the snapshot store and, unless it is main, a part"
                    + " of the names of the learner's own topics.",
            defaultValue = "main")
        String model,
    @Setting(
            about = "Folder of everything that a restart needs: broker log, stores, snapshots.",
            defaultValue = "eddyline-data")
        Path dataDir,
    KafkaConfig kafka,
    AeronConfig aeron,
    TopicsConfig topics,
    EventsConfig events,
    GatewayConfig gateway,
    CleaningConfig cleaning,
    LearnerSettings learning,
    LearnerConfig learner,
    SnapshotsConfig snapshots,
    SnapshotStoreConfig snapshotStore,
    RebuildConfig rebuild,
    HealthConfig health,
    ServingConfig serving) {
  private static final String ONLY_INSTANCE = "standalone";
  private static final Pattern MODEL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_-]{0,63}");
  /* With one of these words in it, a model's application could be that of another prefix. */
  private static final Pattern AMBIGUOUS = Pattern.compile("(.*-)?(learner|cleaning)(-.*)?");

  public EddylineConfig {
    if (!MODEL.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "model \"%s\": expected 1 to 64 of a-z A-Z 0-9 _ -, first a letter or digit"
              .formatted(model));
    }
    if (AMBIGUOUS.matcher(model).matches()) {
      throw new IllegalArgumentException(
          "model \"%s\": expected a name without the words learner and cleaning, which end the names"
                  .formatted(model)
              + " of applications");
    }
  }

  /** Where the versions of the models are, if they are not in a bucket. */
  public Path snapshotFolder() {
    return snapshotStore.folder(dataDir);
  }

  /** Where Kafka Streams keeps the local stores of one application. */
  public Path streamsState(String application) {
    return dataDir.resolve("streams").resolve(application);
  }

  /** This configuration with a stable name for the one process that runs every tier. */
  public EddylineConfig asOnlyInstance() {
    return new EddylineConfig(
        model,
        dataDir,
        kafka,
        aeron.asOnlyInstance(),
        topics,
        events,
        gateway,
        cleaning.withInstanceId(ONLY_INSTANCE),
        learning,
        learner.withInstanceId(ONLY_INSTANCE),
        snapshots.withInstanceId(ONLY_INSTANCE),
        snapshotStore,
        rebuild,
        health,
        serving);
  }
}
