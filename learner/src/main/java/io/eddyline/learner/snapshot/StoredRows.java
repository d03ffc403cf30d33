package io.eddyline.learner.snapshot;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.RaggedInts;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a published version, read back from its files: what the reference arithmetic runs on
 * to check a version after the fact. The tables are mapped, not copied.
 *
 * <p>Threading: immutable.
 */
public final class StoredRows implements SnapshotSource {
  private final StoredSnapshot snapshot;
  private final int dimension;
  private final FloatBuffer candidates;
  private final FloatBuffer histories;
  private final FloatBuffer users;
  private final FloatBuffer popularity;
  private final FloatBuffer trend;
  private final int neighbourCount;
  private final IntBuffer neighbours;
  private final FloatBuffer affinities;
  private final @Nullable ShortBuffer counts;
  private final Vocabulary itemIds;
  private final Vocabulary userIds;
  private final RaggedInts historyRows;
  private final RaggedInts seenRows;

  private StoredRows(StoredSnapshot snapshot) throws IOException {
    this.snapshot = snapshot;
    this.dimension = snapshot.manifest().dimension();
    this.candidates = snapshot.map(SnapshotFiles.ITEMS).asFloatBuffer();
    this.histories = snapshot.map(SnapshotFiles.HISTORY).asFloatBuffer();
    this.users = snapshot.map(SnapshotFiles.USERS).asFloatBuffer();
    this.popularity = snapshot.map(SnapshotFiles.POPULARITY).asFloatBuffer();
    this.trend = snapshot.map(SnapshotFiles.TREND).asFloatBuffer();
    this.neighbourCount = snapshot.manifest().neighbourCount();
    this.neighbours = snapshot.map(SnapshotFiles.NEIGHBOURS).asIntBuffer();
    this.affinities = snapshot.map(SnapshotFiles.AFFINITIES).asFloatBuffer();
    this.counts =
        snapshot.manifest().files().containsKey(SnapshotFiles.COUNTS)
            ? snapshot.map(SnapshotFiles.COUNTS).asShortBuffer()
            : null;
    this.itemIds = Vocabulary.over(snapshot.map(SnapshotFiles.ITEM_IDS));
    this.userIds = Vocabulary.over(snapshot.map(SnapshotFiles.USER_IDS));
    this.historyRows = RaggedInts.over(snapshot.map(SnapshotFiles.HISTORIES), itemIds.size());
    this.seenRows = RaggedInts.over(snapshot.map(SnapshotFiles.SEEN), itemIds.size());
  }

  /**
   * Reads a version whose digests hold.
   *
   * @throws FormatException if a file is missing, altered or not sound
   */
  public static StoredRows of(StoredSnapshot snapshot) throws IOException {
    snapshot.verify();
    return new StoredRows(snapshot);
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public int itemCount() {
    return itemIds.size();
  }

  @Override
  public String itemId(int item) {
    return itemIds.id(item);
  }

  @Override
  public void candidateVector(int item, float[] vector) {
    candidates.get(item * dimension, vector, 0, dimension);
  }

  @Override
  public void historyVector(int item, float[] vector) {
    histories.get(item * dimension, vector, 0, dimension);
  }

  @Override
  public double popularity(int item) {
    return popularity.get(item);
  }

  @Override
  public double trend(int item) {
    return trend.get(item);
  }

  @Override
  public int neighbourCount() {
    return neighbourCount;
  }

  @Override
  public void neighbours(int item, int[] rows, float[] values) {
    neighbours.get(item * neighbourCount, rows, 0, neighbourCount);
    affinities.get(item * neighbourCount, values, 0, neighbourCount);
  }

  @Override
  public Optional<NeighbourCounts> neighbourCounts() {
    return Optional.ofNullable(counts).map(halves -> (item, values) -> read(halves, item, values));
  }

  private void read(ShortBuffer halves, int item, float[] values) {
    for (int at = 0; at < neighbourCount; at++) {
      values[at] = Float.float16ToFloat(halves.get(item * neighbourCount + at));
    }
  }

  @Override
  public int userCount() {
    return userIds.size();
  }

  @Override
  public String userId(int user) {
    return userIds.id(user);
  }

  @Override
  public void userVector(int user, float[] vector) {
    users.get((user + 1) * dimension, vector, 0, dimension);
  }

  @Override
  public int[] history(int user) {
    return historyRows.list(user);
  }

  @Override
  public int[] seen(int user) {
    return seenRows.list(user);
  }

  @Override
  public List<CatalogueEntry> catalogue() {
    try {
      return Files.readAllLines(snapshot.file(SnapshotFiles.CATALOGUE)).stream()
          .map(CatalogueEntry::fromJson)
          .toList();
    } catch (IOException e) {
      throw new FormatException("catalogue is not readable: " + e.getMessage(), e);
    }
  }
}
