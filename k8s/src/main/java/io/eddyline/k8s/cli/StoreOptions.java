package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.SnapshotStoreConfig;
import io.eddyline.k8s.process.SnapshotStores;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.s3.S3Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Which model's versions, in which store. */
final class StoreOptions {
  private static final int COPIES = 2;
  private static final Duration ABANDONED = Duration.ofDays(1);

  @Option(
      names = "--store",
      paramLabel = "STORE",
      description =
          "The store, a folder or s3://bucket/prefix; eddyline-data/snapshots. Credentials of a"
              + " bucket are found as AWS's tools find them.",
      defaultValue = "eddyline-data/snapshots")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String store;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Of an S3-compatible service other than AWS.",
      defaultValue = "")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String endpoint;

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "The bucket's region, where the environment does not tell it.",
      defaultValue = "")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String region;

  @Option(names = "--path-style", description = "The bucket is named in the path of the URL.")
  private boolean pathStyle;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model; main.",
      defaultValue = "main")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String model;

  /**
   * A store for the time of a command.
   *
   * @param copies folder for copies of versions, gone afterwards
   */
  record Opened(SnapshotStore store, Path copies) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      store.close();
      delete(copies);
    }
  }

  /** Opens the store. */
  Opened open() throws IOException {
    Path copies = Files.createTempDirectory("eddyline-snapshots-");
    try {
      S3Config s3 = S3Config.of(endpoint, region, pathStyle);
      SnapshotStoreConfig config =
          new SnapshotStoreConfig(store, copies.toString(), COPIES, ABANDONED, s3);
      return new Opened(SnapshotStores.open(config, copies, Clock.systemUTC()), copies);
    } catch (IOException | RuntimeException e) {
      delete(copies);
      throw e;
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> paths = Files.walk(folder)) {
      deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      Files.delete(path);
    }
  }

  String model() {
    return model;
  }
}
