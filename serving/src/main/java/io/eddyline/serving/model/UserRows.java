package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.RaggedInts;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.IOException;
import java.lang.foreign.Arena;

/**
 * What a model knows of its users beside their vectors: history and seen items.
 *
 * <p>Rows are those of users.f32: 0 is the unknown user, who has neither.
 *
 * <p>Threading: immutable; usable until the model closes.
 */
public final class UserRows {
  /** The row of every user that the model does not know. */
  public static final int UNKNOWN = 0;

  private static final int[] NOTHING = {};

  private final RowIndex index;
  private final RaggedInts histories;
  private final RaggedInts seen;
  private final int count;

  UserRows(StoredSnapshot snapshot, int itemCount, Arena arena, LoadPace pace) throws IOException {
    Vocabulary ids = Vocabulary.over(snapshot.map(SnapshotFiles.USER_IDS, arena));
    this.index = new RowIndex(ids, pace);
    this.count = ids.size();
    this.histories = RaggedInts.over(snapshot.map(SnapshotFiles.HISTORIES, arena), itemCount);
    pace.pause();
    this.seen = RaggedInts.over(snapshot.map(SnapshotFiles.SEEN, arena), itemCount);
    if (histories.size() != count || seen.size() != count) {
      throw new FormatException(
          "%d histories and %d seen lists, expected %d"
              .formatted(histories.size(), seen.size(), count));
    }
  }

  /** Number of known users. */
  public int count() {
    return count;
  }

  /** The user's row, or {@link #UNKNOWN}. */
  public int row(String id) {
    return index.row(id) + 1;
  }

  /** A copy of the user's history, item rows newest first. */
  public int[] history(int userRow) {
    return userRow == UNKNOWN ? NOTHING : histories.list(userRow - 1);
  }

  /** A copy of the item rows that the user already has. */
  public int[] seen(int userRow) {
    return userRow == UNKNOWN ? NOTHING : seen.list(userRow - 1);
  }
}
