package io.eddyline.k8s.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.k8s.config.ConfigLoader;
import io.eddyline.k8s.config.EddylineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of versions are changed as docs/operations.md says, with a restart for each step. */
class KeyRotationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> ITEMS =
      IntStream.range(0, 40).mapToObj(k -> "item" + k).toList();

  @TempDir Path folder;

  @Test
  void theOldKeyGoesWhenTheNewOneHasSigned() throws Exception {
    makeKeys("old");
    makeKeys("new");
    long ofOldKey;
    try (Standalone eddyline = start("old", "old");
        EddylineClient client = client(eddyline)) {
      ofOldKey = click(eddyline, client, "ann");
    }
    long ofNewKey;
    try (Standalone eddyline = start("new", "old", "new");
        EddylineClient client = client(eddyline)) {
      assertThat(client.recommendations("ann").items()).isNotEmpty();
      ofNewKey = click(eddyline, client, "bob");
      assertThat(ofNewKey).isGreaterThan(ofOldKey);
    }
    try (Standalone eddyline = start("new", "new");
        EddylineClient client = client(eddyline)) {
      assertThat(eddyline.modelVersion()).isGreaterThanOrEqualTo(ofNewKey);
      assertThat(client.recommendations("bob").items()).isNotEmpty();
      client.postServing("/v1/models/%d/activate".formatted(ofOldKey), "{}");
      await()
          .atMost(PATIENCE)
          .until(() -> client.getServing("/v1/models").body().toString().contains("\"signature\""));
      assertThat(eddyline.modelVersion()).isGreaterThanOrEqualTo(ofNewKey);
      assertThat(client.recommendations("bob").items()).isNotEmpty();
    }
  }

  @Test
  void versionsOfAKeyThatIsTrustedNoMoreWaitForTheNextOne() throws Exception {
    makeKeys("stolen");
    makeKeys("new");
    long ofStolenKey;
    try (Standalone eddyline = start("stolen", "stolen");
        EddylineClient client = client(eddyline)) {
      ofStolenKey = click(eddyline, client, "ann");
    }
    try (Standalone eddyline = Standalone.start(config("new", "new"));
        EddylineClient client = client(eddyline)) {
      assertThat(eddyline.modelVersion()).isZero();
      assertThat(client.click("bob", ITEMS).status()).isEqualTo(202);
      await().atMost(PATIENCE).until(() -> eddyline.modelVersion() > ofStolenKey);
      assertThat(client.recommendations("ann").items()).isNotEmpty();
    }
  }

  /** Clicks until a version that has them is served; returns that version. */
  private static long click(Standalone eddyline, EddylineClient client, String user) {
    long before = eddyline.modelVersion();
    assertThat(client.click(user, ITEMS.subList(0, 20)).status()).isEqualTo(202);
    assertThat(client.click(user + "-too", ITEMS.subList(10, 40)).status()).isEqualTo(202);
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                eddyline.modelVersion() > before
                    && !client.recommendations(user).items().isEmpty());
    return eddyline.modelVersion();
  }

  private Standalone start(String signing, String... trusted) {
    Standalone eddyline = Standalone.start(config(signing, trusted));
    await().atMost(PATIENCE).until(eddyline::isReady);
    return eddyline;
  }

  private static EddylineClient client(Standalone eddyline) {
    return new EddylineClient(eddyline.ingestUrl(), eddyline.servingUrl());
  }

  private EddylineConfig config(String signing, String... trusted) {
    Map<String, String> settings = new HashMap<>(TestConfig.settings(folder.resolve("data")));
    settings.put("eddyline.serving.loading.time-share", "1");
    settings.put("eddyline.snapshots.keep", "50");
    settings.put(
        "eddyline.snapshots.signing-key-file", folder.resolve(signing + ".key").toString());
    List<String> files =
        Stream.of(trusted).map(name -> folder.resolve(name + ".pub").toString()).toList();
    settings.put("eddyline.serving.snapshots.trusted-key-files", String.join(",", files));
    return new ConfigLoader(Map.of()).load(EddylineConfig.class, null, settings).config();
  }

  private void makeKeys(String name) throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    write(name + ".key", "PRIVATE KEY", pair.getPrivate());
    write(name + ".pub", "PUBLIC KEY", pair.getPublic());
  }

  private void write(String file, String kind, Key key) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(key.getEncoded());
    Files.writeString(
        folder.resolve(file),
        "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(kind, text));
  }
}
