package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a model knows of its items beside their vectors: ids, titles, availability, popularity.
 *
 * <p>An item without a catalogue entry is available and has no title.
 *
 * <p>Threading: immutable; usable until the model closes.
 */
public final class ItemRows {
  /** The row of an item that the model does not know. */
  public static final int MISSING = RowIndex.MISSING;

  private final Vocabulary ids;
  private final RowIndex index;
  private final FloatBuffer popularity;
  private final FloatBuffer trend;
  private final @Nullable String[] titles;
  private final BitSet unavailable = new BitSet();
  private final int[] byPopularity;

  ItemRows(StoredSnapshot snapshot, Arena arena) throws IOException {
    this.ids = Vocabulary.over(snapshot.map(SnapshotFiles.ITEM_IDS, arena));
    this.index = new RowIndex(ids);
    this.popularity = snapshot.map(SnapshotFiles.POPULARITY, arena).asFloatBuffer();
    this.trend = snapshot.map(SnapshotFiles.TREND, arena).asFloatBuffer();
    if (popularity.limit() != ids.size() || trend.limit() != ids.size()) {
      throw new FormatException(
          "popularity of %d and trend of %d items, expected %d"
              .formatted(popularity.limit(), trend.limit(), ids.size()));
    }
    this.titles = new String[ids.size()];
    readCatalogue(snapshot);
    this.byPopularity = sortByPopularity();
  }

  private void readCatalogue(StoredSnapshot snapshot) throws IOException {
    try (BufferedReader lines = Files.newBufferedReader(snapshot.file(SnapshotFiles.CATALOGUE))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        CatalogueEntry entry = CatalogueEntry.fromJson(line);
        int row = index.row(entry.itemId());
        if (row != MISSING) {
          titles[row] = entry.title().isEmpty() ? null : entry.title();
          unavailable.set(row, !entry.available());
        }
      }
    }
  }

  /**
   * Available rows, most popular first, equal ones by row: sorts longs whose upper half falls with
   * the popularity (the bits of a float that is not negative rise with it) and whose lower half is
   * the row.
   */
  private int[] sortByPopularity() {
    long[] keys = new long[ids.size() - unavailable.cardinality()];
    int count = 0;
    for (int row = 0; row < ids.size(); row++) {
      float value = popularity.get(row);
      if (!(value >= 0 && value < Float.POSITIVE_INFINITY)) {
        throw new FormatException(
            "popularity of item row %d is %s, expected 0 or more".formatted(row, value));
      }
      if (!unavailable.get(row)) {
        keys[count++] =
            (long) (Integer.MAX_VALUE - Float.floatToIntBits(value + 0f)) << Integer.SIZE | row;
      }
    }
    Arrays.sort(keys);
    int[] rows = new int[count];
    for (int rank = 0; rank < count; rank++) {
      rows[rank] = (int) keys[rank];
    }
    return rows;
  }

  public int count() {
    return ids.size();
  }

  /** The item's row, or {@link #MISSING}. */
  public int row(String id) {
    return index.row(id);
  }

  public String id(int row) {
    return ids.id(row);
  }

  public @Nullable String title(int row) {
    return titles[row];
  }

  /** Decayed popularity, in events. */
  public float popularity(int row) {
    return popularity.get(row);
  }

  /** Number of available items. */
  public int availableCount() {
    return byPopularity.length;
  }

  /** The row of the available item at a rank, 0 for the most popular. */
  public int popularRow(int rank) {
    return byPopularity[rank];
  }

  /** The prior of a row. */
  public float prior(Scoring scoring, int row) {
    return scoring.prior(popularity.get(row), trend.get(row));
  }

  /** The prior of each row. */
  float[] priors(Scoring scoring) {
    float[] priors = new float[count()];
    for (int row = 0; row < priors.length; row++) {
      priors[row] = prior(scoring, row);
    }
    return priors;
  }

  /** Replaces the values of unavailable rows by -inf, in place. */
  void hideUnavailable(float[] bias) {
    unavailable.stream().forEach(row -> bias[row] = Float.NEGATIVE_INFINITY);
  }
}
