package io.eddyline.k8s.cli;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which model's versions, in which store. */
final class StoreOptions {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "The store; eddyline-data/snapshots.",
      defaultValue = "eddyline-data/snapshots")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private Path store;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model; main.",
      defaultValue = "main")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String model;

  FileSnapshotStore store() {
    return new FileSnapshotStore(store);
  }

  String model() {
    return model;
  }
}
