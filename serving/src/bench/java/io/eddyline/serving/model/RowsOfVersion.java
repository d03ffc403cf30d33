package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.RaggedInts;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * The rows of a version without its graph: what a request costs outside of ONNX Runtime. Item i is
 * called {@code item-i}, user u {@code user-u}.
 */
public final class RowsOfVersion {
  public static final int ITEMS = 100_000;
  public static final int USERS = 1_000;
  public static final int DIMENSION = 64;
  public static final int HISTORY = 20;
  public static final int SEEN = 200;

  private static final int NEIGHBOURS = 20;
  private static final int POPULAR = 500;

  private final SplittableRandom random = new SplittableRandom(1);
  private final SnapshotDraft draft;

  private RowsOfVersion(SnapshotDraft draft) {
    this.draft = draft;
  }

  /** A version that ranks nothing by itself; its files are gone when the process ends. */
  public static LoadedModel load() throws IOException {
    Path root = Files.createTempDirectory("eddyline-bench");
    try (SnapshotDraft draft = new FileSnapshotStore(root).draft("main", 1)) {
      return new RowsOfVersion(draft).write();
    } finally {
      Files.delete(root.resolve("main"));
      Files.delete(root);
    }
  }

  private LoadedModel write() throws IOException {
    floats(SnapshotFiles.ITEMS, SnapshotFiles.paddedItems(ITEMS) * DIMENSION);
    floats(SnapshotFiles.HISTORY, ITEMS * DIMENSION);
    floats(SnapshotFiles.USERS, (USERS + 1) * DIMENSION);
    ints(SnapshotFiles.NEIGHBOURS, ITEMS * NEIGHBOURS, _ -> random.nextInt(ITEMS));
    ints(SnapshotFiles.AFFINITIES, ITEMS * NEIGHBOURS, _ -> bits(random.nextDouble()));
    halves(SnapshotFiles.COUNTS, ITEMS * NEIGHBOURS);
    ints(SnapshotFiles.POPULARITY, ITEMS, _ -> bits(random.nextInt(POPULAR)));
    ints(SnapshotFiles.TREND, ITEMS, _ -> bits(random.nextInt(POPULAR)));
    vocabulary(SnapshotFiles.ITEM_IDS, "item-", ITEMS);
    vocabulary(SnapshotFiles.USER_IDS, "user-", USERS);
    lists(SnapshotFiles.HISTORIES, HISTORY);
    lists(SnapshotFiles.SEEN, SEEN);
    Files.createFile(draft.file(SnapshotFiles.CATALOGUE));
    StoredSnapshot snapshot = draft.preview(manifest());
    Arena files = Arena.ofShared();
    return new LoadedModel(
        snapshot.manifest(),
        new ItemRows(snapshot, files, LoadPace.UNLIMITED),
        new UserRows(snapshot, ITEMS, files, LoadPace.UNLIMITED),
        new EmbeddingTables(snapshot, files),
        null,
        files);
  }

  private Manifest manifest() throws IOException {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        "main",
        1,
        null,
        0,
        DIMENSION,
        NEIGHBOURS,
        new Manifest.Counts(ITEMS, USERS, 0),
        new Manifest.Offsets(Map.of(), Map.of(), Map.of(), Map.of()),
        0,
        new Scoring(0.1f, 1, 0.5f, HISTORY, 0.9f, 0.5f, 3),
        Map.of(),
        draft.digests(),
        null,
        null,
        null,
        null);
  }

  private static int bits(double value) {
    return Float.floatToRawIntBits((float) value);
  }

  private void floats(String name, int count) throws IOException {
    ints(name, count, _ -> bits(random.nextGaussian() / Math.sqrt(DIMENSION)));
  }

  private void halves(String name, int count) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < count; at++) {
      bytes.putShort(Float.floatToFloat16((float) random.nextDouble()));
    }
    Files.write(draft.file(name), bytes.array());
  }

  private void ints(String name, int count, IntUnaryOperator value) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < count; at++) {
      bytes.putInt(value.applyAsInt(at));
    }
    Files.write(draft.file(name), bytes.array());
  }

  private void vocabulary(String name, String prefix, int count) throws IOException {
    try (OutputStream out = file(name)) {
      Vocabulary.write(IntStream.range(0, count).mapToObj(row -> prefix + row).toList(), out);
    }
  }

  private void lists(String name, int length) throws IOException {
    List<int[]> lists = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      lists.add(random.ints(2L * length, 0, ITEMS).distinct().limit(length).toArray());
    }
    try (OutputStream out = file(name)) {
      RaggedInts.write(lists, out);
    }
  }

  private OutputStream file(String name) throws IOException {
    return new BufferedOutputStream(Files.newOutputStream(draft.file(name)));
  }
}
