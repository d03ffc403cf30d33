package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.serving.filter.ChangedEntries;
import io.eddyline.serving.filter.EntryFilter;
import io.eddyline.serving.filter.Filter;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of a version's items: what it said when the version was made, and over it
 * each entry that came since.
 *
 * <p>An item without an entry is available and has no title. One that has left the catalogue is
 * unavailable and has neither title nor attributes.
 *
 * <p>Threading: one writer at a time; reads from any thread, without locks. A reader may see the
 * changes of one batch in any order, and each of them at once; {@link #generation} rises after a
 * batch, so that whoever reads it first and the rows then sees all changes of that generation.
 */
public final class CatalogueRows implements ChangedEntries {
  private final AtomicReferenceArray<@Nullable String> titles;
  private final AtomicLongArray unavailable;
  private final Map<Integer, CatalogueEntry> changed = new ConcurrentHashMap<>();
  private final Map<String, CatalogueEntry> newcomers = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();

  CatalogueRows(int rowCount) {
    titles = new AtomicReferenceArray<>(rowCount);
    unavailable = new AtomicLongArray((rowCount + Long.SIZE - 1) / Long.SIZE);
  }

  /** Takes an entry that the version was made with. */
  void put(int row, CatalogueEntry entry) {
    titles.set(row, entry.title().isEmpty() ? null : entry.title());
    long bit = 1L << row;
    if (entry.available()) {
      unavailable.getAndAccumulate(row / Long.SIZE, ~bit, (word, mask) -> word & mask);
    } else {
      unavailable.getAndAccumulate(row / Long.SIZE, bit, (word, mask) -> word | mask);
    }
  }

  /** Lays a newer entry over a row's. */
  void change(int row, CatalogueEntry entry) {
    changed.put(row, entry);
    put(row, entry);
  }

  /** Takes the entry of an item that the version has no row for. */
  void addNewcomer(CatalogueEntry entry) {
    newcomers.put(entry.itemId(), entry);
  }

  /** Says that the changes of a batch are made. */
  void raiseGeneration() {
    generation.incrementAndGet();
  }

  /** Rises with each batch of changes: what was worked out under an older one may be outdated. */
  @Override
  public long generation() {
    return generation.get();
  }

  /** Whether the row's item may be answered. */
  public boolean isAvailable(int row) {
    return (unavailable.get(row / Long.SIZE) & 1L << row) == 0;
  }

  public @Nullable String title(int row) {
    return titles.get(row);
  }

  /** The entry that came since the version was made, null if none did. */
  public @Nullable CatalogueEntry changed(int row) {
    return changed.get(row);
  }

  /** Each row whose entry came since the version was made. */
  @Override
  public void forEachChanged(BiConsumer<Integer, CatalogueEntry> reader) {
    changed.forEach(reader);
  }

  /**
   * The entry of an item without a row that came since the version was made, or that was read
   * because a newer row made it an item of the version; null if there is none.
   */
  public @Nullable CatalogueEntry newcomer(String itemId) {
    return newcomers.get(itemId);
  }

  /** Whether a filter accepts the {@link #newcomer}; one without an entry has its id alone. */
  public boolean passes(Filter filter, String itemId) {
    CatalogueEntry entry = newcomers.get(itemId);
    return EntryFilter.accepts(
        filter, entry == null ? new CatalogueEntry(itemId, "", Map.of(), true) : entry);
  }
}
