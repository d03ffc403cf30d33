package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.SnapshotLimits;
import io.eddyline.schemas.snapshot.TrustedKeys;
import io.eddyline.serving.GoldenStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that come from elsewhere, are too large, or whose manifest lies. */
@SuppressWarnings("NullAway.Init") // set before each test
class SnapshotOriginTest {
  @TempDir Path root;
  private AlteredVersion it;

  @BeforeEach
  void putGoldenVersion() throws Exception {
    it = new AlteredVersion(root.resolve("store"));
  }

  @Test
  void servesWhatATrustedKeySignedAndNothingElse() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    ReadPolicy policy = new ReadPolicy(trusted(pair), SnapshotLimits.NONE);
    it.assertRefused(policy, RefusalReason.SIGNATURE, "is not signed");

    sign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    it.assertRefused(policy, RefusalReason.SIGNATURE, "none of the 1 trusted keys");

    sign(pair);
    try (LoadedModel model = it.load(policy)) {
      assertThat(model.version()).isEqualTo(2);
    }
    GoldenStore.editManifest(it.folder, manifest -> manifest.put("trainedEvents", 49));
    it.assertRefused(policy, RefusalReason.SIGNATURE, "none of the 1 trusted keys");
  }

  @ParameterizedTest
  @CsvSource({"47, 1000, 47", "1000, 25, 25"})
  void refusesMoreRowsThanAllowed(int maxItems, int maxUsers, String limit) {
    it.assertRefused(
        new ReadPolicy(TrustedKeys.NONE, new SnapshotLimits(Long.MAX_VALUE, maxItems, maxUsers)),
        RefusalReason.SIZE,
        "expected 0 to " + limit);
  }

  @Test
  void refusesMoreBytesThanAllowedBeforeItReadsAny() throws Exception {
    Files.delete(it.folder.resolve(SnapshotFiles.ITEMS));
    it.assertRefused(
        new ReadPolicy(TrustedKeys.NONE, new SnapshotLimits(4_000, 100, 100)),
        RefusalReason.SIZE,
        "expected at most 4000 together");
  }

  @Test
  void refusesSizesWhoseSumOverflows() throws Exception {
    GoldenStore.editManifest(
        it.folder,
        manifest ->
            manifest
                .get("files")
                .forEach(file -> ((ObjectNode) file).put("bytes", Long.MAX_VALUE / 2)));
    it.assertRefused(
        new ReadPolicy(TrustedKeys.NONE, new SnapshotLimits(Long.MAX_VALUE, 100, 100)),
        RefusalReason.SIZE,
        "together");
  }

  @ParameterizedTest
  @CsvSource({
    "counts, items, -1",
    "counts, items, 2147483647",
    "counts, users, -1",
    "counts, users, 2147483647",
    "'', dimension, 2147483647",
    "'', dimension, 0",
    "'', neighbourCount, 2147483647",
    "scoring, historyLength, 2147483647",
    "scoring, temperature, 0",
  })
  void refusesNumbersThatNobodyMeans(String group, String field, int value) throws Exception {
    GoldenStore.editManifest(
        it.folder,
        manifest ->
            (group.isEmpty() ? manifest : (ObjectNode) manifest.get(group)).put(field, value));
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> it.load(ReadPolicy.OPEN))
        .extracting(ModelRefusedException::reason)
        .isIn(RefusalReason.MANIFEST, RefusalReason.CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../items.f32", "/etc/hostname", "items.f32/../items.f32", ".", "", "a\u0000b"})
  void refusesFilesOutsideItsFolder(String name) throws Exception {
    GoldenStore.editManifest(
        it.folder,
        manifest -> {
          ObjectNode files = (ObjectNode) manifest.get("files");
          files.set(name, files.get(SnapshotFiles.ITEMS));
        });
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.DIGEST, "lists a file called");
  }

  @Test
  void refusesLinksInPlaceOfFiles() throws Exception {
    Path elsewhere = Files.move(it.folder.resolve(SnapshotFiles.ITEMS), root.resolve("elsewhere"));
    Files.createSymbolicLink(it.folder.resolve(SnapshotFiles.ITEMS), elsewhere);
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.DIGEST, "lacks items.f32");
  }

  @Test
  void refusesALinkInPlaceOfTheVersionOrItsManifest() throws Exception {
    Path manifest = it.folder.resolve(SnapshotFiles.MANIFEST);
    Path elsewhere = Files.move(manifest, root.resolve("manifest.json"));
    Files.createSymbolicLink(manifest, elsewhere);
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.MANIFEST, "no snapshot 2");
    Files.move(elsewhere, manifest, StandardCopyOption.REPLACE_EXISTING);

    Files.createSymbolicLink(it.folder, Files.move(it.folder, root.resolve("version")));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.MANIFEST, "no snapshot 2");
  }

  @Test
  void refusesAManifestThatIsNoManifestButLarge() throws Exception {
    Files.write(it.folder.resolve(SnapshotFiles.MANIFEST), new byte[2 << 20]);
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.MANIFEST, "expected at most 1048576");
  }

  private void sign(KeyPair pair) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(Files.readAllBytes(it.folder.resolve(SnapshotFiles.MANIFEST)));
    Files.write(it.folder.resolve(SnapshotFiles.SIGNATURE), signature.sign());
  }

  private TrustedKeys trusted(KeyPair pair) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    return TrustedKeys.of(
        List.of(
            Files.writeString(
                root.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(text))));
  }
}
