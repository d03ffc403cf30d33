package io.eddyline.schemas.snapshot;

import io.eddyline.s3server.S3Server;
import io.eddyline.schemas.snapshot.s3.S3Location;
import io.eddyline.schemas.snapshot.s3.S3ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A part of a bucket of the tests' service, with stores of several processes over it. */
final class Bucket implements AutoCloseable {
  static final String NAME = "snapshots";

  private static final AtomicInteger PREFIXES = new AtomicInteger();

  private final S3Server server;
  private final Path folder;
  private final List<ObjectStore> opened = new ArrayList<>();
  private final S3Location location;
  private int caches;
  private Instant now = Instant.now();

  /**
   * @param folder for the copies
   */
  Bucket(S3Server server, Path folder) {
    this.server = server;
    this.folder = folder;
    location = S3Location.of("s3://%s/part-%d".formatted(NAME, PREFIXES.incrementAndGet()));
  }

  S3Location location() {
    return location;
  }

  /** The objects themselves. */
  S3ObjectStore objects() throws IOException {
    S3ObjectStore objects = S3ObjectStore.open(location, server.config());
    opened.add(objects);
    return objects;
  }

  /** A folder for copies that nobody has yet. */
  Path cache() {
    return folder.resolve("cache-" + ++caches);
  }

  /** A store of a process of its own. */
  ObjectSnapshotStore store() throws IOException {
    return store(objects(), cache(), 4);
  }

  ObjectSnapshotStore store(ObjectStore objects, Path cache, int copies) throws IOException {
    return ObjectSnapshotStore.open(objects, cache, copies, Duration.ofHours(1), () -> now);
  }

  /** Moves the clock of all stores. */
  void advance(Duration time) {
    now = now.plus(time);
  }

  /** The one object of a version whose key begins with a file's name. */
  String key(long version, String name) throws IOException {
    List<String> keys =
        objects().list("main/%d/%s".formatted(version, name)).stream()
            .map(ObjectStore.Listed::key)
            .toList();
    if (keys.size() != 1) {
      throw new AssertionError("expected one object of %s, there are %s".formatted(name, keys));
    }
    return keys.getFirst();
  }

  /** Replaces an object. */
  void replace(String key, String content) throws IOException {
    Path file = Files.writeString(folder.resolve("replacement"), content);
    objects().write(key, file, new Manifest.FileDigest(Files.size(file), Digests.sha256(file)));
  }

  @Override
  public void close() {
    opened.forEach(ObjectStore::close);
  }
}
