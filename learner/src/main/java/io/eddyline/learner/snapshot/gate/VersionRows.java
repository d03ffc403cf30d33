package io.eddyline.learner.snapshot.gate;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.RaggedInts;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

/**
 * What a version's files say of the users and items of a sample, and the priors of all items. The
 * files are mapped until it closes.
 *
 * <p>Threading: one thread.
 */
final class VersionRows implements AutoCloseable {
  private static final int[] NOTHING = {};
  private static final ValueLayout.OfFloat VALUE =
      ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final StoredSnapshot snapshot;
  private final Arena files;
  private final Vocabulary itemIds;
  private final RaggedInts histories;
  private final RaggedInts seen;
  private final Map<String, Integer> users;
  private final Map<String, Integer> items;

  private VersionRows(
      StoredSnapshot snapshot, Arena files, Set<String> userIds, Set<String> wantedItems)
      throws IOException {
    this.snapshot = snapshot;
    this.files = files;
    this.itemIds = Vocabulary.over(snapshot.map(SnapshotFiles.ITEM_IDS, files));
    this.items = itemIds.rows(wantedItems);
    this.users = Vocabulary.over(snapshot.map(SnapshotFiles.USER_IDS, files)).rows(userIds);
    this.histories = RaggedInts.over(snapshot.map(SnapshotFiles.HISTORIES, files), itemIds.size());
    this.seen = RaggedInts.over(snapshot.map(SnapshotFiles.SEEN, files), itemIds.size());
  }

  /**
   * Maps the files and looks up the sample's ids.
   *
   * @throws FormatException if a file is not sound
   */
  static VersionRows open(StoredSnapshot snapshot, Set<String> users, Set<String> items)
      throws IOException {
    Arena files = Arena.ofConfined();
    try {
      return new VersionRows(snapshot, files, users, items);
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  int itemCount() {
    return itemIds.size();
  }

  String itemId(int row) {
    return itemIds.id(row);
  }

  /** The row of one of the sample's items, or {@link TargetQuery#MISSING}. */
  int itemRow(String id) {
    return items.getOrDefault(id, TargetQuery.MISSING);
  }

  /** The row of users.f32 of one of the sample's users, 0 if there is none. */
  int userRow(String id) {
    Integer row = users.get(id);
    return row == null ? 0 : row + 1;
  }

  /** Item rows of a user's history, newest first, at most as many as count. */
  int[] history(int userRow) {
    int[] history = userRow == 0 ? NOTHING : histories.list(userRow - 1);
    return Arrays.copyOf(history, Math.min(history.length, scoring().historyLength()));
  }

  /** Item rows that a user has. */
  int[] seen(int userRow) {
    return userRow == 0 ? NOTHING : seen.list(userRow - 1);
  }

  boolean hasSeen(FreshInteraction interaction) {
    int item = itemRow(interaction.itemId());
    return item != TargetQuery.MISSING
        && Arrays.stream(seen(userRow(interaction.userId()))).anyMatch(row -> row == item);
  }

  /** A user's own vector; zeros for row 0. */
  float[] userVector(int userRow) throws IOException {
    int dimension = snapshot.manifest().dimension();
    float[] vector = new float[dimension];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment table = snapshot.segment(SnapshotFiles.USERS, arena);
      long offset = (long) userRow * dimension * Float.BYTES;
      MemorySegment.copy(table, VALUE, offset, vector, 0, dimension);
    }
    return vector;
  }

  /** The prior of every item. */
  float[] priors() throws IOException {
    FloatBuffer popularity = snapshot.map(SnapshotFiles.POPULARITY, files).asFloatBuffer();
    FloatBuffer trend = snapshot.map(SnapshotFiles.TREND, files).asFloatBuffer();
    if (popularity.limit() != itemCount() || trend.limit() != itemCount()) {
      throw new FormatException(
          "popularity of %d and trend of %d items, expected %d"
              .formatted(popularity.limit(), trend.limit(), itemCount()));
    }
    float[] priors = new float[itemCount()];
    for (int row = 0; row < priors.length; row++) {
      priors[row] = scoring().prior(popularity.get(row), trend.get(row));
    }
    return priors;
  }

  Scoring scoring() {
    return snapshot.manifest().scoring();
  }

  @Override
  public void close() {
    files.close();
  }
}
