package io.eddyline.serving.model;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import io.eddyline.schemas.snapshot.Vocabulary;
import io.eddyline.serving.attribute.AttributeIndex;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a model knows of its items beside their vectors: ids, popularity, which decays, and what the
 * catalogue says of them, which changes while the model serves.
 *
 * <p>Threading: immutable but for {@link #catalogue}, {@link #priors} and the orders by them;
 * usable until the model closes.
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
  private final CatalogueRows catalogue;
  private final Priors priors;
  private final OrderedRows byPopularity;
  private final OrderedRows byPrior;

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
    this.catalogue = new CatalogueRows(ids.size());
    this.lines = new CatalogueLines(snapshot.segment(SnapshotFiles.CATALOGUE, arena));
    this.lineOffsets = new long[ids.size()];
    Arrays.fill(lineOffsets, NO_LINE);
    this.attributes = readCatalogue(pace);
    pace.pause();
    this.byPopularity = new OrderedRows(sort(this::checkedPopularity));
    pace.pause();
    this.priors = new Priors(snapshot.manifest(), popularity, trend, ids, pace);
    this.byPrior = new OrderedRows(sort(priors::prior));
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
          catalogue.put(row, entry);
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
   * All rows, greatest value first, equal ones by row: sorts longs whose upper half falls as the
   * value rises and whose lower half is the row.
   */
  private int[] sort(RowSorter.RowValue value) {
    long[] keys = new long[ids.size()];
    for (int row = 0; row < keys.length; row++) {
      int bits = Float.floatToIntBits(value.of(row) + 0f);
      int rising = bits ^ ((bits >> (Integer.SIZE - 1)) & Integer.MAX_VALUE);
      keys[row] = (long) ~rising << Integer.SIZE | row;
    }
    Arrays.sort(keys);
    int[] rows = new int[keys.length];
    Arrays.setAll(rows, rank -> (int) keys[rank]);
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

  /** What the catalogue says of the items now. */
  public CatalogueRows catalogue() {
    return catalogue;
  }

  /** What the catalogue says now of an item with a row or without one; null if nothing. */
  public @Nullable CatalogueEntry entry(String id) {
    int row = row(id);
    CatalogueEntry changed = row == MISSING ? catalogue.newcomer(id) : catalogue.changed(row);
    if (changed != null) {
      return changed;
    }
    long offset = row == MISSING ? withoutRow.getOrDefault(id, NO_LINE) : lineOffsets[row];
    return offset == NO_LINE ? null : lines.at(offset);
  }

  /** Reads the entry of an item without a row to the heap, unless a newer one is there. */
  void admit(String id) {
    Long offset = withoutRow.get(id);
    if (offset != null && catalogue.newcomer(id) == null) {
      catalogue.addNewcomer(lines.at(offset));
    }
  }

  /** The values of the attributes that the version was made with. */
  AttributeIndex attributes() {
    return attributes;
  }

  public @Nullable String title(int row) {
    return catalogue.title(row);
  }

  /** Whether the row's item may be answered now. */
  public boolean isAvailable(int row) {
    return catalogue.isAvailable(row);
  }

  /** Popularity and priors of the rows by now. */
  public Priors priors() {
    return priors;
  }

  /** The rows by popularity, whether they are available or not, by now or a moment ago. */
  public OrderedRows byPopularity() {
    return byPopularity;
  }

  /** The rows by their priors, whether they are available or not, by now or a moment ago. */
  public OrderedRows byPrior() {
    return byPrior;
  }

  /** Writes the prior of each row. */
  void priors(FloatBuffer values) {
    for (int row = 0; row < count(); row++) {
      values.put(row, priors.prior(row));
    }
  }

  /** Replaces the values of unavailable rows by -inf, in place. */
  void hideUnavailable(FloatBuffer bias) {
    for (int row = 0; row < count(); row++) {
      if (!isAvailable(row)) {
        bias.put(row, Float.NEGATIVE_INFINITY);
      }
    }
  }
}
