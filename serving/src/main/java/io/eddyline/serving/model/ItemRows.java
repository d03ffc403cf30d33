package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import io.eddyline.serving.attribute.AttributeIndex;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
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

  private static final int ROWS_A_PIECE = 1_024;
  private static final long NO_LINE = -1;

  private final Vocabulary ids;
  private final RowIndex index;
  private final FloatBuffer popularity;
  private final FloatBuffer trend;
  private final CatalogueLines lines;
  private final long[] lineOffsets;
  private final Map<String, Long> withoutRow = new HashMap<>();
  private final AttributeIndex attributes;
  private final @Nullable String[] titles;
  private final BitSet unavailable = new BitSet();
  private final int[] byPopularity;
  private final int[] byPrior;

  ItemRows(StoredSnapshot snapshot, Arena arena, LoadPace pace) throws IOException {
    this.ids = Vocabulary.over(snapshot.map(SnapshotFiles.ITEM_IDS, arena));
    this.index = new RowIndex(ids, pace);
    this.popularity = snapshot.map(SnapshotFiles.POPULARITY, arena).asFloatBuffer();
    this.trend = snapshot.map(SnapshotFiles.TREND, arena).asFloatBuffer();
    if (popularity.limit() != ids.size() || trend.limit() != ids.size()) {
      throw new FormatException(
          "popularity of %d and trend of %d items, expected %d"
              .formatted(popularity.limit(), trend.limit(), ids.size()));
    }
    this.titles = new String[ids.size()];
    this.lines = new CatalogueLines(snapshot.segment(SnapshotFiles.CATALOGUE, arena));
    this.lineOffsets = new long[ids.size()];
    Arrays.fill(lineOffsets, NO_LINE);
    this.attributes = readCatalogue(pace);
    pace.pause();
    this.byPopularity = sort(this::checkedPopularity);
    pace.pause();
    Scoring scoring = snapshot.manifest().scoring();
    this.byPrior = sort(row -> prior(scoring, row));
  }

  /** Reads titles, availability and attributes of the rows, and where their lines are. */
  private AttributeIndex readCatalogue(LoadPace pace) throws IOException {
    AttributeIndex.Builder values = new AttributeIndex.Builder();
    lines.forEach(
        (entry, offset) -> {
          int row = index.row(entry.itemId());
          if (row == MISSING) {
            withoutRow.put(entry.itemId(), offset);
            return;
          }
          titles[row] = entry.title().isEmpty() ? null : entry.title();
          unavailable.set(row, !entry.available());
          lineOffsets[row] = offset;
          values.add(row, entry.attributes());
          if (row % ROWS_A_PIECE == 0) {
            pace.pause();
          }
        });
    return values.build(ids.size(), pace::pause);
  }

  private float checkedPopularity(int row) {
    float value = popularity.get(row);
    float fast = trend.get(row);
    if (!(value >= 0 && value < Float.POSITIVE_INFINITY)
        || !(fast >= 0 && fast < Float.POSITIVE_INFINITY)) {
      throw new FormatException(
          "popularity and trend of item row %d are %s and %s, expected 0 or more"
              .formatted(row, value, fast));
    }
    return value;
  }

  /**
   * Available rows, greatest value first, equal ones by row: sorts longs whose upper half falls as
   * the value rises and whose lower half is the row.
   */
  private int[] sort(RowValue value) {
    long[] keys = new long[ids.size() - unavailable.cardinality()];
    int count = 0;
    for (int row = 0; row < ids.size(); row++) {
      int bits = Float.floatToIntBits(value.of(row) + 0f);
      if (!unavailable.get(row)) {
        int rising = bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
        keys[count++] = (long) ~rising << Integer.SIZE | row;
      }
    }
    Arrays.sort(keys);
    int[] rows = new int[count];
    for (int rank = 0; rank < count; rank++) {
      rows[rank] = (int) keys[rank];
    }
    return rows;
  }

  /** A number of each row, not NaN. */
  private interface RowValue {
    float of(int row);
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

  /** What the catalogue says of an item, whether it has a row or not; null if nothing. */
  public @Nullable CatalogueEntry entry(String id) {
    int row = row(id);
    long offset = row == MISSING ? withoutRow.getOrDefault(id, NO_LINE) : lineOffsets[row];
    return offset == NO_LINE ? null : lines.at(offset);
  }

  /** The values of the catalogue's attributes. */
  AttributeIndex attributes() {
    return attributes;
  }

  /** Whether the row's item may be answered. */
  public boolean isAvailable(int row) {
    return !unavailable.get(row);
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

  /** The row of the available item at a rank by its prior, 0 for the greatest. */
  public int priorRow(int rank) {
    return byPrior[rank];
  }

  /** The prior of a row. */
  public float prior(Scoring scoring, int row) {
    return scoring.prior(popularity.get(row), trend.get(row));
  }

  /** Writes the prior of each row. */
  void priors(Scoring scoring, FloatBuffer priors) {
    for (int row = 0; row < count(); row++) {
      priors.put(row, prior(scoring, row));
    }
  }

  /** Replaces the values of unavailable rows by -inf, in place. */
  void hideUnavailable(FloatBuffer bias) {
    unavailable.stream().forEach(row -> bias.put(row, Float.NEGATIVE_INFINITY));
  }
}
