package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.SnapshotLimits;
import io.eddyline.schemas.snapshot.TrustedKeys;
import io.eddyline.serving.GoldenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that someone made wrong on purpose, or that a disk did. */
class SnapshotIntegrityTest {
  private static final int FLIPS = 150;

  @TempDir Path root;
  private GoldenStore golden;
  private Path folder;

  @BeforeEach
  void putGoldenVersion() throws Exception {
    golden = new GoldenStore(root.resolve("store"));
    folder = golden.put(2, 2);
  }

  @Test
  void servesWhatATrustedKeySignedAndNothingElse() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    ReadPolicy policy = new ReadPolicy(trusted(pair), SnapshotLimits.NONE);
    assertRefused(policy, RefusalReason.SIGNATURE, "is not signed");

    sign(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
    assertRefused(policy, RefusalReason.SIGNATURE, "none of the 1 trusted keys");

    sign(pair);
    try (LoadedModel model = load(policy)) {
      assertThat(model.version()).isEqualTo(2);
    }
    GoldenStore.editManifest(folder, manifest -> manifest.put("trainedEvents", 49));
    assertRefused(policy, RefusalReason.SIGNATURE, "none of the 1 trusted keys");
  }

  @ParameterizedTest
  @CsvSource({"47, 1000, 47", "1000, 25, 25"})
  void refusesMoreRowsThanAllowed(int maxItems, int maxUsers, String limit) {
    assertRefused(
        new ReadPolicy(TrustedKeys.NONE, new SnapshotLimits(Long.MAX_VALUE, maxItems, maxUsers)),
        RefusalReason.SIZE,
        "expected 0 to " + limit);
  }

  @Test
  void refusesMoreBytesThanAllowedBeforeItReadsAny() throws Exception {
    Files.delete(folder.resolve(SnapshotFiles.ITEMS));
    assertRefused(
        new ReadPolicy(TrustedKeys.NONE, new SnapshotLimits(4_000, 100, 100)),
        RefusalReason.SIZE,
        "expected at most 4000 together");
  }

  @Test
  void refusesSizesWhoseSumOverflows() throws Exception {
    GoldenStore.editManifest(
        folder,
        manifest ->
            manifest
                .get("files")
                .forEach(file -> ((ObjectNode) file).put("bytes", Long.MAX_VALUE / 2)));
    assertRefused(
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
        folder,
        manifest ->
            (group.isEmpty() ? manifest : (ObjectNode) manifest.get(group)).put(field, value));
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> load(ReadPolicy.OPEN))
        .extracting(ModelRefusedException::reason)
        .isIn(RefusalReason.MANIFEST, RefusalReason.CONTENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../items.f32", "/etc/hostname", "items.f32/../items.f32", ".", "", "a\u0000b"})
  void refusesFilesOutsideItsFolder(String name) throws Exception {
    GoldenStore.editManifest(
        folder,
        manifest -> {
          ObjectNode files = (ObjectNode) manifest.get("files");
          files.set(name, files.get(SnapshotFiles.ITEMS));
        });
    assertRefused(ReadPolicy.OPEN, RefusalReason.DIGEST, "lists a file called");
  }

  @Test
  void refusesLinksInPlaceOfFiles() throws Exception {
    Path elsewhere = Files.move(folder.resolve(SnapshotFiles.ITEMS), root.resolve("elsewhere"));
    Files.createSymbolicLink(folder.resolve(SnapshotFiles.ITEMS), elsewhere);
    assertRefused(ReadPolicy.OPEN, RefusalReason.DIGEST, "lacks items.f32");
  }

  @Test
  void refusesALinkInPlaceOfTheVersionOrItsManifest() throws Exception {
    Path manifest = folder.resolve(SnapshotFiles.MANIFEST);
    Path elsewhere = Files.move(manifest, root.resolve("manifest.json"));
    Files.createSymbolicLink(manifest, elsewhere);
    assertRefused(ReadPolicy.OPEN, RefusalReason.MANIFEST, "no snapshot 2");
    Files.move(elsewhere, manifest, StandardCopyOption.REPLACE_EXISTING);

    Files.createSymbolicLink(folder, Files.move(folder, root.resolve("version")));
    assertRefused(ReadPolicy.OPEN, RefusalReason.MANIFEST, "no snapshot 2");
  }

  @Test
  void refusesAManifestThatIsNoManifestButLarge() throws Exception {
    Files.write(folder.resolve(SnapshotFiles.MANIFEST), new byte[2 << 20]);
    assertRefused(ReadPolicy.OPEN, RefusalReason.MANIFEST, "expected at most 1048576");
  }

  @ParameterizedTest
  @CsvSource({
    "items.f32, NaN",
    "history.f32, Infinity",
    "users.f32, NaN",
    "users.f32, -Infinity",
    "popularity.f32, NaN",
    "trend.f32, Infinity"
  })
  void refusesNumbersThatAreNone(String table, float value) throws Exception {
    edit(table, bytes -> bytes.putFloat(bytes.limit() - Float.BYTES, value));
    assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, Float.toString(value));
  }

  @Test
  void refusesAVocabularyWithAnIdTwice() throws Exception {
    edit(
        SnapshotFiles.ITEM_IDS, bytes -> bytes.put(bytes.limit() - 3, bytes, bytes.limit() - 6, 3));
    assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "\"i46\" stands in rows 46 and 47");
  }

  @Test
  void refusesAVocabularyWithAnIdOfNoLength() throws Exception {
    edit(SnapshotFiles.USER_IDS, bytes -> bytes.putInt(12, 0));
    assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "id of row 0 has 0 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {SnapshotFiles.ITEM_IDS, SnapshotFiles.USER_IDS})
  void refusesAVocabularyThatCountsOtherwise(String name) throws Exception {
    edit(name, bytes -> bytes.putInt(4, Integer.MAX_VALUE));
    assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "vocabulary of 2147483647 ids");
  }

  @ParameterizedTest
  @ValueSource(strings = {SnapshotFiles.HISTORIES, SnapshotFiles.SEEN})
  void refusesItemRowsOutOfRange(String name) throws Exception {
    edit(name, bytes -> bytes.putInt(bytes.limit() - Integer.BYTES, 48));
    assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "holds 48, expected 0 to 47");
  }

  @Test
  void refusesACatalogueThatIsNoText() throws Exception {
    edit(SnapshotFiles.CATALOGUE, bytes -> bytes.put(20, (byte) 0xff));
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> load(ReadPolicy.OPEN))
        .extracting(ModelRefusedException::reason)
        .isEqualTo(RefusalReason.CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_row", "exclusions", "item_rows"})
  void refusesAGraphWithOtherInputsOrOutputs(String name) throws Exception {
    byte[] model = Files.readAllBytes(folder.resolve(SnapshotFiles.MODEL));
    String text = new String(model, StandardCharsets.ISO_8859_1);
    String renamed = text.replace(name, name.substring(1) + "x");
    GoldenStore.replace(folder, SnapshotFiles.MODEL, renamed.getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(ReadPolicy.OPEN, RefusalReason.GRAPH, "");
  }

  @Test
  void refusesAGraphOfAnotherDimension() throws Exception {
    Path other = Path.of("src", "test", "resources", "snapshots", "main", "2");
    byte[] model = Files.readAllBytes(other.resolve(SnapshotFiles.MODEL));
    int place = new String(model, StandardCharsets.ISO_8859_1).indexOf("user_vector");
    // the type of the input follows its name: B, then d = 8 as dim_value (field 1, varint)
    int at = place;
    while (!(model[at] == 0x08 && model[at + 1] == 8)) {
      at++;
    }
    model[at + 1] = 9;
    GoldenStore.replace(folder, SnapshotFiles.MODEL, model);
    assertRefused(ReadPolicy.OPEN, RefusalReason.GRAPH, "");
  }

  @Test
  void bytesFlippedAnywhereAreNeverServed() throws Exception {
    List<Path> files = files();
    String announced = sha256(folder.resolve(SnapshotFiles.MANIFEST));
    SplittableRandom random = new SplittableRandom(20_260_101);
    for (int flip = 0; flip < FLIPS; flip++) {
      Path file = files.get(random.nextInt(files.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes = whole.clone();
      int at = random.nextInt(bytes.length);
      bytes[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, bytes);
      assertThatExceptionOfType(ModelRefusedException.class)
          .as("flip %d: byte %d of %s", flip, at, file.getFileName())
          .isThrownBy(
              () ->
                  new ModelLoader(golden.store(), Inference.INLINE)
                      .load(new ModelVersion(GoldenStore.MODEL, 2, announced), LoadPace.UNLIMITED));
      Files.write(file, whole);
    }
  }

  @Test
  void tablesOfAnyBytesAreRefusedOrServedButNeverFail() throws Exception {
    List<Path> tables =
        files().stream()
            .filter(file -> !file.endsWith(SnapshotFiles.MODEL))
            .filter(file -> !file.endsWith(SnapshotFiles.MANIFEST))
            .toList();
    SplittableRandom random = new SplittableRandom(20_260_102);
    for (int flip = 0; flip < FLIPS; flip++) {
      Path file = tables.get(random.nextInt(tables.size()));
      byte[] whole = Files.readAllBytes(file);
      byte[] bytes = whole.clone();
      for (int count = random.nextInt(4); count >= 0; count--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      GoldenStore.replace(folder, file.getFileName().toString(), bytes);
      try (LoadedModel model = load(ReadPolicy.OPEN)) {
        RetrievalQuery query =
            RetrievalQuery.of(model.scoring(), 1, new int[] {1}, new float[0], new int[] {2});
        assertThat(model.rank(query, 10).size()).as("flip %d", flip).isEqualTo(10);
      } catch (FormatException | ModelRefusedException expected) {
        assertThat(expected.getMessage()).as("flip %d", flip).isNotEmpty();
      }
      GoldenStore.replace(folder, file.getFileName().toString(), whole);
    }
  }

  private List<Path> files() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  private void sign(KeyPair pair) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(pair.getPrivate());
    signature.update(Files.readAllBytes(folder.resolve(SnapshotFiles.MANIFEST)));
    Files.write(folder.resolve(SnapshotFiles.SIGNATURE), signature.sign());
  }

  private TrustedKeys trusted(KeyPair pair) throws IOException {
    String text = Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded());
    return TrustedKeys.of(
        List.of(
            Files.writeString(
                root.resolve("key.pem"),
                "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n".formatted(text))));
  }

  private void edit(String name, Consumer<ByteBuffer> change) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    GoldenStore.replace(folder, name, bytes);
  }

  private void assertRefused(ReadPolicy policy, RefusalReason reason, String detail) {
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> load(policy))
        .withMessageContaining(detail)
        .extracting(ModelRefusedException::reason)
        .isEqualTo(reason);
  }

  private LoadedModel load(ReadPolicy policy) throws IOException {
    return new ModelLoader(golden.store().demanding(policy), Inference.INLINE)
        .load(new ModelVersion(GoldenStore.MODEL, 2, null), LoadPace.UNLIMITED);
  }

  private static String sha256(Path file) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
  }
}
