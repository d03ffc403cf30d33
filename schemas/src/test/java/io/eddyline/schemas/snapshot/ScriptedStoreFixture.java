package io.eddyline.schemas.snapshot;

import io.eddyline.s3server.S3Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * A store over objects that fail when a test says so, with its copies in a folder of its own.
 *
 * <p>Threading: one thread.
 */
abstract class ScriptedStoreFixture {
  static final Map<String, String> FILES =
      new TreeMap<>(Map.of("items.f32", "items", "popularity.f32", "pop", "users.f32", "users"));

  private static S3Server server;

  @TempDir private Path folder = Path.of("");
  Bucket bucket;
  ScriptedObjects objects;
  Path cache;
  ObjectSnapshotStore store;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(Bucket.NAME);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void openStore() throws IOException {
    bucket = new Bucket(server, folder);
    objects = new ScriptedObjects(bucket.objects());
    cache = bucket.cache();
    store = bucket.store(objects, cache, 2);
  }

  @AfterEach
  void closeStores() {
    bucket.close();
  }

  /** What is half done in the folder of copies. */
  final List<Path> leftovers(String prefix) throws IOException {
    try (var entries = Files.list(cache)) {
      return entries.filter(it -> it.getFileName().toString().startsWith(prefix)).toList();
    }
  }
}
