package io.eddyline.schemas.snapshot;

import io.eddyline.s3server.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract, kept over HTTP with a service that checks signatures and checksums. */
class S3StoreContractTest extends SnapshotStoreContract {
  private static S3Server server;

  @TempDir private Path folder = Path.of("");
  private Bucket bucket;
  private SnapshotStore store;

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
    store = bucket.store();
  }

  @AfterEach
  void closeStores() {
    bucket.close();
  }

  @Override
  SnapshotStore store() {
    return store;
  }

  @Override
  SnapshotStore another() throws IOException {
    return bucket.store();
  }

  @Override
  void alter(long version, String name, @Nullable String content) throws IOException {
    String key = bucket.key(version, name);
    if (content == null) {
      bucket.objects().delete(key);
    } else {
      bucket.replace(key, content);
    }
  }
}
