package io.eddyline.k8s.bench;

import io.eddyline.k8s.swap.VersionPress;
import io.eddyline.s3server.S3Server;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.ObjectSnapshotStore;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.s3.S3Config;
import io.eddyline.schemas.snapshot.s3.S3Location;
import io.eddyline.schemas.snapshot.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it takes to publish a version's files and to bring and check them, in a folder and in a
 * bucket on loopback, in turn. The bucket's service keeps its objects in the memory of this
 * process.
 */
@Command(
    name = "store",
    description = "Time to publish and to read a version, in a folder and in a bucket.",
    mixinStandardHelpOptions = true)
final class StoreCommand implements Callable<Integer> {
  private static final int DIMENSION = 64;
  private static final String BUCKET = "bench";
  private static final int COPIES = 4;

  @Mixin private final BenchOptions options = new BenchOptions();

  @Option(names = "--rows", description = "Items, and as many users; ${DEFAULT-VALUE}.")
  private int rows = 100_000;

  @Option(names = "--repeats", description = "Of each, of which the median; ${DEFAULT-VALUE}.")
  private int repeats = 5;

  /** Seconds of one round. */
  private record Times(double publish, double read, double again) {}

  @Override
  public Integer call() throws Exception {
    Path folder = options.runFolder("store");
    StoredSnapshot made =
        VersionPress.write(folder.resolve("made"), rows, rows, DIMENSION)
            .open(VersionPress.MODEL, 2);
    double megabytes =
        made.manifest().files().values().stream().mapToLong(Manifest.FileDigest::bytes).sum() / 1e6;
    Times[] file = new Times[repeats];
    Times[] bucket = new Times[repeats];
    try (S3Server server = S3Server.start(BUCKET)) {
      FileSnapshotStore warm = new FileSnapshotStore(folder.resolve("warm"));
      Times _ = round(made, warm, warm);
      for (int k = 0; k < repeats; k++) {
        FileSnapshotStore store = new FileSnapshotStore(folder.resolve("file-" + k));
        file[k] = round(made, store, store);
        bucket[k] = inBucket(made, server, folder, k);
      }
    }
    System.out.println(
        "| store | version, MB | published, s | brought and checked, s | checked again, s |");
    System.out.println("|---|---|---|---|---|");
    print("folder", megabytes, file);
    print("bucket", megabytes, bucket);
    return 0;
  }

  private static void print(String store, double megabytes, Times[] times) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.2f | %.2f | %.2f |%n",
        store,
        megabytes,
        median(Arrays.stream(times).mapToDouble(Times::publish).toArray()),
        median(Arrays.stream(times).mapToDouble(Times::read).toArray()),
        median(Arrays.stream(times).mapToDouble(Times::again).toArray()));
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }

  private static Times inBucket(StoredSnapshot made, S3Server server, Path folder, int round)
      throws IOException {
    try (SnapshotStore writer = open(server, folder.resolve("writer-" + round), round);
        SnapshotStore reader = open(server, folder.resolve("reader-" + round), round)) {
      Times times = round(made, writer, reader);
      writer.delete(VersionPress.MODEL, made.manifest().version());
      return times;
    }
  }

  private static SnapshotStore open(S3Server server, Path copies, int round) throws IOException {
    return ObjectSnapshotStore.open(
        S3ObjectStore.open(
            S3Location.of("s3://%s/round-%d".formatted(BUCKET, round)),
            S3Config.of(server.endpoint(), "", true)),
        copies,
        COPIES,
        Duration.ofDays(1),
        Clock.systemUTC());
  }

  private static Times round(StoredSnapshot made, SnapshotStore writer, SnapshotStore reader)
      throws IOException {
    long version = made.manifest().version();
    double publishS;
    try (SnapshotDraft draft = writer.draft(VersionPress.MODEL, version)) {
      for (String name : made.manifest().files().keySet()) {
        Files.copy(made.file(name), draft.file(name));
      }
      long startNs = System.nanoTime();
      String _ = draft.publish(made.manifest());
      publishS = seconds(startNs);
    }
    StoredSnapshot stored = reader.open(VersionPress.MODEL, version);
    long readNs = System.nanoTime();
    stored.verify();
    double readS = seconds(readNs);
    long againNs = System.nanoTime();
    stored.verify();
    return new Times(publishS, readS, seconds(againNs));
  }

  private static double seconds(long startNs) {
    return (System.nanoTime() - startNs) / 1e9;
  }
}
