package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModelLoaderTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path root;
  private GoldenStore golden;
  private Path folder;

  @BeforeEach
  void putGoldenVersion() throws Exception {
    golden = new GoldenStore(root);
    folder = golden.put(2, 2);
  }

  @Test
  void loadsGoldenVersion() throws Exception {
    try (LoadedModel model = load()) {
      assertThat(model.version()).isEqualTo(2);
      assertThat(model.isEmpty()).isFalse();
      assertThat(model.items().count()).isEqualTo(48);
      assertThat(model.users().count()).isEqualTo(26);
      assertThat(model.items().title(model.items().row("i3"))).isEqualTo("Title 3");
      assertThat(model.items().row("none")).isEqualTo(ItemRows.MISSING);
      assertThat(model.users().row("none")).isEqualTo(UserRows.UNKNOWN);
      assertThat(model.users().history(model.users().row("u5"))).hasSize(5);
    }
  }

  @Test
  void hidesUnavailableItems() throws Exception {
    try (LoadedModel model = load()) {
      RetrievalQuery query =
          RetrievalQuery.of(model.scoring(), 0, new int[0], new float[0], new int[0]);
      Ranking ranking = model.rank(query, 48);
      assertThat(ranking.size())
          .isEqualTo(42)
          .isEqualTo(
              (int)
                  IntStream.range(0, model.items().count())
                      .filter(model.items()::isAvailable)
                      .count());
      for (int rank = 0; rank < ranking.size(); rank++) {
        assertThat(ranking.row(rank) % 8).isNotEqualTo(7);
      }
    }
  }

  @Test
  void loadsVersionWithoutItems() throws Exception {
    golden.put(3, GoldenStore.EMPTY);
    try (LoadedModel model = loader().load(version(3, null), LoadPace.UNLIMITED)) {
      assertThat(model.isEmpty()).isTrue();
      assertThat(model.users().row("u1")).isEqualTo(UserRows.UNKNOWN);
    }
  }

  @Test
  void refusesAlteredFile() throws Exception {
    byte[] items = Files.readAllBytes(folder.resolve(SnapshotFiles.ITEMS));
    items[100] ^= 1;
    Files.write(folder.resolve(SnapshotFiles.ITEMS), items);
    assertRefused(RefusalReason.DIGEST, "items.f32");
  }

  @Test
  void refusesTruncatedFile() throws Exception {
    byte[] users = Files.readAllBytes(folder.resolve(SnapshotFiles.USERS));
    Files.write(folder.resolve(SnapshotFiles.USERS), Arrays.copyOf(users, users.length - 4));
    assertRefused(RefusalReason.DIGEST, "users.f32");
  }

  @Test
  void refusesMissingFile() throws Exception {
    Files.delete(folder.resolve(SnapshotFiles.SEEN));
    assertRefused(RefusalReason.DIGEST, "seen.bin");
  }

  @Test
  void refusesTruncatedTableWithMatchingDigest() throws Exception {
    byte[] users = Files.readAllBytes(folder.resolve(SnapshotFiles.USERS));
    GoldenStore.replace(folder, SnapshotFiles.USERS, Arrays.copyOf(users, users.length - 4));
    assertRefused(RefusalReason.CONTENT, "users.f32");
  }

  @Test
  void refusesWrongProbe() throws Exception {
    ObjectNode probes =
        (ObjectNode) JSON.readTree(Files.readAllBytes(folder.resolve(SnapshotFiles.PROBES)));
    ArrayNode scores = (ArrayNode) probes.get("probes").get(4).get("scores");
    scores.set(2, JSON.getNodeFactory().numberNode(scores.get(2).floatValue() * 1.001f));
    GoldenStore.replace(folder, SnapshotFiles.PROBES, JSON.writeValueAsBytes(probes));
    assertRefused(RefusalReason.PROBE, "probe 4");
  }

  @Test
  void refusesTablesThatTheProbesDoNotKnow() throws Exception {
    byte[] items = Files.readAllBytes(folder.resolve(SnapshotFiles.ITEMS));
    byte[] other = Files.readAllBytes(folder.resolve(SnapshotFiles.HISTORY));
    System.arraycopy(other, 0, items, 0, 32);
    GoldenStore.replace(folder, SnapshotFiles.ITEMS, items);
    assertRefused(RefusalReason.PROBE, "probe");
  }

  @Test
  void refusesItemsWithoutProbes() throws Exception {
    GoldenStore.replace(
        folder, SnapshotFiles.PROBES, "{\"probes\":[]}".getBytes(StandardCharsets.UTF_8));
    assertRefused(RefusalReason.CONTENT, "no probes");
  }

  @Test
  void refusesAffinitiesThatTheProbesDoNotKnow() throws Exception {
    edit(
        SnapshotFiles.AFFINITIES,
        affinities -> {
          for (int at = 0; at < affinities.limit(); at += Float.BYTES) {
            affinities.putFloat(at, affinities.getFloat(at) * 1.01f);
          }
        });
    assertRefused(RefusalReason.PROBE, "probe");
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 48, Integer.MIN_VALUE, Integer.MAX_VALUE})
  void refusesNeighbourRowOutOfRange(int row) throws Exception {
    edit(
        SnapshotFiles.NEIGHBOURS,
        neighbours -> neighbours.putInt(neighbours.limit() - Integer.BYTES, row));
    assertRefused(RefusalReason.CONTENT, "item row 47 has neighbour row " + row);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, -0.5f})
  void refusesAffinityOutOfRange(float affinity) throws Exception {
    edit(SnapshotFiles.AFFINITIES, affinities -> affinities.putFloat(20, affinity));
    assertRefused(RefusalReason.CONTENT, "affinity " + affinity);
  }

  @ParameterizedTest
  @ValueSource(strings = {SnapshotFiles.NEIGHBOURS, SnapshotFiles.AFFINITIES})
  void refusesNeighboursOfAnotherSize(String name) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    GoldenStore.replace(folder, name, Arrays.copyOf(bytes, bytes.length + 4));
    assertRefused(RefusalReason.CONTENT, name + " has %d bytes".formatted(bytes.length + 4));
  }

  @ParameterizedTest
  @ValueSource(ints = {Manifest.FORMAT_VERSION - 1, Manifest.FORMAT_VERSION + 1})
  void refusesOtherFormatVersion(int format) throws Exception {
    GoldenStore.editManifest(folder, manifest -> manifest.put("formatVersion", format));
    assertRefused(
        RefusalReason.MANIFEST,
        "snapshot format %d, this reader knows %d".formatted(format, Manifest.FORMAT_VERSION));
  }

  @Test
  void refusesManifestThatWasNotAnnounced() {
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> loader().load(version(2, "00"), LoadPace.UNLIMITED))
        .withMessageContaining("announced 00")
        .extracting(ModelRefusedException::reason)
        .isEqualTo(RefusalReason.MANIFEST);
  }

  @Test
  void refusesMissingVersion() {
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> loader().load(version(9, null), LoadPace.UNLIMITED))
        .extracting(ModelRefusedException::reason)
        .isEqualTo(RefusalReason.MANIFEST);
  }

  @Test
  void refusesGraphThatDoesNotLoad() throws Exception {
    GoldenStore.replace(folder, SnapshotFiles.MODEL, new byte[] {1, 2, 3});
    assertRefused(RefusalReason.GRAPH, "");
  }

  @Test
  void refusesManifestThatListsNoGraph() throws Exception {
    GoldenStore.editManifest(
        folder, manifest -> ((ObjectNode) manifest.get("files")).remove(SnapshotFiles.MODEL));
    assertRefused(RefusalReason.CONTENT, "model.onnx");
  }

  /** Changes a file's little-endian bytes and makes size and digest in the manifest fit. */
  private void edit(String name, Consumer<ByteBuffer> change) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    GoldenStore.replace(folder, name, bytes);
  }

  private void assertRefused(RefusalReason reason, String detail) {
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(this::load)
        .withMessageContaining(detail)
        .extracting(ModelRefusedException::reason)
        .isEqualTo(reason);
  }

  private LoadedModel load() throws IOException {
    return loader().load(version(2, null), LoadPace.UNLIMITED);
  }

  private ModelLoader loader() {
    return new ModelLoader(golden.store(), Inference.INLINE);
  }

  private static ModelVersion version(long version, @Nullable String digest) {
    return new ModelVersion(GoldenStore.MODEL, version, digest);
  }
}
