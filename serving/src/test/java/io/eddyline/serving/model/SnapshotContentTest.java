package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.serving.GoldenStore;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions whose tables, vocabularies or graph are not what they should be. */
@SuppressWarnings("NullAway.Init") // set before each test
class SnapshotContentTest {
  private static final int COUNTS_BYTES = 48 * 5 * Short.BYTES;

  @TempDir Path root;
  private AlteredVersion it;

  @BeforeEach
  void putGoldenVersion() throws Exception {
    it = new AlteredVersion(root.resolve("store"));
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
    it.edit(table, bytes -> bytes.putFloat(bytes.limit() - Float.BYTES, value));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, Float.toString(value));
  }

  /* 48 items of 5 neighbours each. */
  private void putCounts(int sizeBytes, int index, float count) throws Exception {
    ByteBuffer counts = ByteBuffer.allocate(sizeBytes).order(ByteOrder.LITTLE_ENDIAN);
    counts.putShort(index * Short.BYTES, Float.floatToFloat16(count));
    GoldenStore.put(it.folder, SnapshotFiles.COUNTS, counts.array());
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0.5f})
  void refusesCountsThatAreNoCounts(float count) throws Exception {
    putCounts(COUNTS_BYTES, 7 * 5 + 4, count);
    it.assertRefused(
        ReadPolicy.OPEN, RefusalReason.CONTENT, "counts.f16: item row 7 has count " + count);
  }

  @ParameterizedTest
  @ValueSource(ints = {COUNTS_BYTES - 2, COUNTS_BYTES - 1, COUNTS_BYTES + 2, 2 * COUNTS_BYTES})
  void refusesCountsOfAnotherSize(int sizeBytes) throws Exception {
    putCounts(sizeBytes, 0, 1);
    it.assertRefused(
        ReadPolicy.OPEN,
        RefusalReason.CONTENT,
        "counts.f16 has %d bytes, expected %d".formatted(sizeBytes, COUNTS_BYTES));
  }

  @Test
  void readsCountsWhereThereAreSome() throws Exception {
    try (LoadedModel older = it.load(ReadPolicy.OPEN)) {
      assertThat(older.tables().hasCounts()).isFalse();
      assertThat(counts(older)).containsExactly(0f, 0f, 0f, 0f, 0f);
    }
    putCounts(COUNTS_BYTES, 47 * 5, 1.5f);
    try (LoadedModel newer = it.load(ReadPolicy.OPEN)) {
      assertThat(newer.tables().hasCounts()).isTrue();
      assertThat(counts(newer)).containsExactly(1.5f, 0f, 0f, 0f, 0f);
    }
  }

  /** Those of the last item's neighbours. */
  private static List<Float> counts(LoadedModel model) {
    List<Float> counts = new ArrayList<>();
    model.tables().forEachNeighbour(47, (_, _, count) -> counts.add(count));
    return counts;
  }

  @Test
  void refusesAVocabularyWithAnIdTwice() throws Exception {
    it.edit(
        SnapshotFiles.ITEM_IDS, bytes -> bytes.put(bytes.limit() - 3, bytes, bytes.limit() - 6, 3));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "\"i46\" stands in rows 46 and 47");
  }

  @Test
  void refusesAVocabularyWithAnIdOfNoLength() throws Exception {
    it.edit(SnapshotFiles.USER_IDS, bytes -> bytes.putInt(12, 0));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "id of row 0 has 0 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {SnapshotFiles.ITEM_IDS, SnapshotFiles.USER_IDS})
  void refusesAVocabularyThatCountsOtherwise(String name) throws Exception {
    it.edit(name, bytes -> bytes.putInt(4, Integer.MAX_VALUE));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "vocabulary of 2147483647 ids");
  }

  @ParameterizedTest
  @ValueSource(strings = {SnapshotFiles.HISTORIES, SnapshotFiles.SEEN})
  void refusesItemRowsOutOfRange(String name) throws Exception {
    it.edit(name, bytes -> bytes.putInt(bytes.limit() - Integer.BYTES, 48));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.CONTENT, "holds 48, expected 0 to 47");
  }

  @Test
  void refusesACatalogueThatIsNoText() throws Exception {
    it.edit(SnapshotFiles.CATALOGUE, bytes -> bytes.put(20, (byte) 0xff));
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> it.load(ReadPolicy.OPEN))
        .extracting(ModelRefusedException::reason)
        .isEqualTo(RefusalReason.CONTENT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"user_row", "exclusions", "item_rows"})
  void refusesAGraphWithOtherInputsOrOutputs(String name) throws Exception {
    byte[] model = Files.readAllBytes(it.folder.resolve(SnapshotFiles.MODEL));
    String text = new String(model, StandardCharsets.ISO_8859_1);
    String renamed = text.replace(name, name.substring(1) + "x");
    GoldenStore.replace(
        it.folder, SnapshotFiles.MODEL, renamed.getBytes(StandardCharsets.ISO_8859_1));
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.GRAPH, "");
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
    GoldenStore.replace(it.folder, SnapshotFiles.MODEL, model);
    it.assertRefused(ReadPolicy.OPEN, RefusalReason.GRAPH, "");
  }
}
