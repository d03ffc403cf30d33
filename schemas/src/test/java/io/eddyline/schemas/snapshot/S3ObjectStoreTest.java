package io.eddyline.schemas.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.s3server.S3Server;
import io.eddyline.schemas.snapshot.s3.S3Config;
import io.eddyline.schemas.snapshot.s3.S3Location;
import io.eddyline.schemas.snapshot.s3.S3ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

class S3ObjectStoreTest {
  private static S3Server server;

  @TempDir private Path folder = Path.of("");
  private Bucket bucket;
  private S3ObjectStore objects;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3Server.start(Bucket.NAME);
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
  }

  @BeforeEach
  void openBucket() throws IOException {
    bucket = new Bucket(server, folder);
    objects = bucket.objects();
  }

  @AfterEach
  void closeBucket() {
    bucket.close();
  }

  @Test
  void largeFilesAreUploadedInPartsAndAreWholeAgain() throws IOException {
    byte[] bytes = new byte[(11 << 20) + 7];
    new SplittableRandom(42).nextBytes(bytes);
    Path file = Files.write(folder.resolve("large"), bytes);
    objects.write("main/1/large", file, digest(file));
    assertThat(read("main/1/large")).isEqualTo(bytes);
    assertThat(objects.list("main/"))
        .singleElement()
        .satisfies(
            it -> {
              assertThat(it.key()).isEqualTo("main/1/large");
              assertThat(it.sizeBytes()).isEqualTo(bytes.length);
            });
  }

  @Test
  void theServiceRefusesWhatHasNotTheDigest() throws IOException {
    Path file = Files.writeString(folder.resolve("rows"), "rows");
    Manifest.FileDigest other =
        new Manifest.FileDigest(4, Digests.sha256("ROWS".getBytes(StandardCharsets.UTF_8)));
    assertThatThrownBy(() -> objects.write("main/1/rows", file, other))
        .isInstanceOf(ObjectStoreException.class)
        .hasMessageContaining("cannot write main/1/rows in s3://snapshots/");
    assertThat(objects.list("main/")).isEmpty();
  }

  @Test
  void anObjectIsCreatedOnce() throws IOException {
    assertThat(objects.create("one", bytes("mine"))).isTrue();
    assertThat(objects.create("one", bytes("mine"))).isTrue();
    assertThat(objects.create("one", bytes("other"))).isFalse();
    assertThat(objects.create("one", bytes("mine and more"))).isFalse();
    assertThat(objects.create("one", bytes("mi"))).isFalse();
    assertThat(read("one")).isEqualTo(bytes("mine"));
  }

  @Test
  void whatIsNotThereIsNull() throws IOException {
    assertThat(objects.read("none")).isNull();
    objects.delete("none");
    assertThat(objects.list("none")).isEmpty();
  }

  @Test
  void uploadsThatWereNeverCompletedAreAbandonedWhenTheyAreOld() throws Exception {
    String key = bucket.location().prefix() + "main/1/items.f32";
    try (S3Client client = client()) {
      client.createMultipartUpload(all -> all.bucket(Bucket.NAME).key(key));
      objects.abandonUploads("main/", System.currentTimeMillis() - 3_600_000);
      assertThat(uploads(client)).contains(key);
      objects.abandonUploads("other/", System.currentTimeMillis() + 3_600_000);
      assertThat(uploads(client)).contains(key);
      objects.abandonUploads("main/", System.currentTimeMillis() + 3_600_000);
      assertThat(uploads(client)).doesNotContain(key);
    }
  }

  @Test
  void wrongCredentialsAreToldInOneLine() throws Exception {
    String right = Objects.requireNonNull(System.getProperty("aws.secretAccessKey"));
    System.setProperty("aws.secretAccessKey", "wrong");
    try (S3ObjectStore refused = S3ObjectStore.open(bucket.location(), server.config())) {
      assertThatThrownBy(() -> refused.list("main/"))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessageContaining("cannot list main/ in s3://snapshots/part-")
          .hasMessageContaining("access is refused (403 SignatureDoesNotMatch)")
          .hasMessageContaining("credentials");
      assertThatThrownBy(() -> refused.read("any")).hasMessageContaining("access is refused");
    } finally {
      System.setProperty("aws.secretAccessKey", right);
    }
  }

  @Test
  void aBucketThatIsNotThereIsTold() throws Exception {
    try (S3ObjectStore nowhere =
        S3ObjectStore.open(S3Location.of("s3://no-such-bucket/a"), server.config())) {
      assertThatThrownBy(() -> nowhere.list("main/"))
          .hasMessageContaining("there is no such bucket");
      assertThatThrownBy(() -> nowhere.read("main/1/manifest.json"))
          .hasMessageContaining("there is no such bucket");
    }
  }

  @Test
  void aServiceThatIsAwayIsToldAndIsFoundAgain() throws Exception {
    assertThat(objects.create("one", bytes("mine"))).isTrue();
    server.goAway();
    try {
      assertThatThrownBy(() -> objects.read("one"))
          .isInstanceOf(ObjectStoreException.class)
          .hasMessageContaining("the service does not answer")
          .hasMessageContaining(server.endpoint());
    } finally {
      server.comeBack();
    }
    assertThat(read("one")).isEqualTo(bytes("mine"));
  }

  /* The JDK's client keeps up to five connections and sends a PUT on one without a look at it. */
  @Test
  void aFileIsWrittenThoughEveryConnectionThatWasKeptIsClosed() throws Exception {
    assertThat(objects.create("one", bytes("mine"))).isTrue();
    Path file = Files.writeString(folder.resolve("rows"), "rows");
    keepConnections();
    server.goAway();
    server.comeBack();
    objects.write("main/1/rows", file, digest(file));
    assertThat(read("main/1/rows")).isEqualTo(bytes("rows"));
  }

  /** Reads more objects side by side than connections are kept. */
  private void keepConnections() throws IOException {
    List<ObjectContent> open = new ArrayList<>();
    for (int count = 0; count < 8; count++) {
      open.add(Objects.requireNonNull(objects.read("one")));
    }
    for (ObjectContent content : open) {
      try (content) {
        assertThat(content.stream().readAllBytes()).isEqualTo(bytes("mine"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://",
        "s3:///a",
        "s3://ab",
        "s3://Bucket",
        "s3://bucket//a",
        "s3://bucket/a b",
        "s3://bucket/a//b",
        "http://bucket",
        "s3://bucket_1"
      })
  void whatIsNoLocationIsRefused(String uri) {
    assertThatThrownBy(() -> S3Location.of(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected s3://bucket/prefix");
  }

  @Test
  void aLocationIsABucketAndAPrefix() {
    for (String whole : List.of("s3://bucket", "s3://bucket/")) {
      assertThat(S3Location.of(whole)).isEqualTo(new S3Location("bucket", ""));
      assertThat(S3Location.of(whole)).hasToString("s3://bucket");
    }
    for (String part : List.of("s3://my.bucket/a/b", "s3://my.bucket/a/b/")) {
      assertThat(S3Location.of(part)).isEqualTo(new S3Location("my.bucket", "a/b/"));
      assertThat(S3Location.of(part)).hasToString("s3://my.bucket/a/b");
    }
  }

  @Test
  void settingsThatCannotBeAreRefused() {
    Duration second = Duration.ofSeconds(1);
    for (String endpoint : List.of("minio:9000", "ftp://minio", "http://", "http:// a")) {
      assertThatThrownBy(() -> new S3Config(endpoint, "", true, 5 << 20, second, 1))
          .hasMessageContaining("snapshot-store.s3.endpoint \"" + endpoint + "\"");
    }
    assertThatThrownBy(() -> new S3Config("", "EU West", true, 5 << 20, second, 1))
        .hasMessageContaining("snapshot-store.s3.region");
    assertThatThrownBy(() -> new S3Config("", "", true, 1000, second, 1))
        .hasMessageContaining("snapshot-store.s3.part-bytes 1000: expected 5242880 to");
    assertThatThrownBy(() -> new S3Config("", "", true, 5 << 20, Duration.ZERO, 1))
        .hasMessageContaining("snapshot-store.s3.timeout");
  }

  private static Manifest.FileDigest digest(Path file) throws IOException {
    return new Manifest.FileDigest(Files.size(file), Digests.sha256(file));
  }

  private byte[] read(String key) throws IOException {
    try (ObjectContent content = Objects.requireNonNull(objects.read(key))) {
      byte[] all = content.stream().readAllBytes();
      assertThat(content.sizeBytes()).isEqualTo(all.length);
      return all;
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static S3Client client() {
    return S3Client.builder()
        .endpointOverride(URI.create(server.endpoint()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  private static List<String> uploads(S3Client client) {
    return client.listMultipartUploads(all -> all.bucket(Bucket.NAME)).uploads().stream()
        .map(upload -> upload.key())
        .toList();
  }
}
