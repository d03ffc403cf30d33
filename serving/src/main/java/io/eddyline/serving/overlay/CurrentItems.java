package io.eddyline.serving.overlay;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The items of a version as of one moment: its own, and what was laid over them until then. What is
 * laid later does not show.
 *
 * <pre>
 *   slots    0: a   1: b   2: a'  3: c  |  4: b'            a view of 4 slots: a', b, c
 *   heads    a -> 2 -> 0     b -> 4 -> 1     c -> 3         b is found behind its head
 * </pre>
 *
 * <p>Threading: immutable to its readers, any number of them.
 */
public final class CurrentItems {
  private final LoadedModel model;
  private final @Nullable Chunk[] chunks;
  private final int slotCount;
  private final AtomicReferenceArray<@Nullable LaidItem> heads;
  private final Map<String, Integer> newcomers;
  private final Map<String, Namings> namings;
  private final int laidCount;
  private final LiftedItem lastLifted;

  /**
   * @param heads by item number, the newest that is laid over it
   * @param newcomers number of each item that has no row in the version
   * @param namings by id of an item, the items that name it among their neighbours
   * @param laidCount items that something is laid over
   * @param lastLifted what was taken away last from over a row of the version
   */
  CurrentItems(
      LoadedModel model,
      @Nullable Chunk[] chunks,
      int slotCount,
      AtomicReferenceArray<@Nullable LaidItem> heads,
      Map<String, Integer> newcomers,
      Map<String, Namings> namings,
      int laidCount,
      LiftedItem lastLifted) {
    this.model = model;
    this.chunks = chunks;
    this.slotCount = slotCount;
    this.heads = heads;
    this.newcomers = newcomers;
    this.namings = namings;
    this.laidCount = laidCount;
    this.lastLifted = lastLifted;
  }

  /** A version with nothing laid over it. */
  static CurrentItems none(LoadedModel model) {
    return none(model, new LiftedItem(null));
  }

  /** A version with nothing laid over it yet. */
  static CurrentItems none(LoadedModel model, LiftedItem beginning) {
    return new CurrentItems(
        model, new Chunk[0], 0, new AtomicReferenceArray<>(0), Map.of(), Map.of(), 0, beginning);
  }

  /** Whether nothing is laid over the version. */
  boolean isBare() {
    return laidCount == 0;
  }

  /** What was taken away between an earlier view and this one, by row of the version. */
  Map<Integer, LaidItem> liftedSince(CurrentItems before) {
    return before.lastLifted.until(lastLifted);
  }

  /** The item of an id; null if it is unknown or removed. */
  public @Nullable CurrentItem find(String id) {
    int own = model.items().row(id);
    if (own != ItemRows.MISSING) {
      return find(own);
    }
    LaidItem laid = newcomer(id);
    return laid != null && laid.kind() == LaidItem.Kind.ROW ? laid : null;
  }

  /** The item of a row of the version; null if it is removed. */
  public @Nullable CurrentItem find(int row) {
    LaidItem laid = laid(row);
    if (laid == null) {
      return new SnapshotItem(model, row);
    }
    return laid.kind() == LaidItem.Kind.ROW ? laid : null;
  }

  /** The item of a row by the version itself; null if something is laid over it. */
  public @Nullable CurrentItem own(int row) {
    return laid(row) == null ? new SnapshotItem(model, row) : null;
  }

  /** The row or removal that is laid over an item; null if nothing is. */
  @Nullable LaidItem laid(int number) {
    LaidItem item = number < heads.length() ? heads.get(number) : null;
    while (item != null && item.slot() >= slotCount) {
      item = item.previous();
    }
    return item == null || item.kind() == LaidItem.Kind.NOTHING ? null : item;
  }

  /** As {@link #laid(int)}, of an item that is named by others. */
  @Nullable LaidItem laid(Namings named) {
    int number = named.number();
    return number == LaidItem.UNKNOWN ? newcomer(named.id()) : laid(number);
  }

  private @Nullable LaidItem newcomer(String id) {
    Integer number = newcomers.get(id);
    LaidItem laid = number == null ? null : laid(number);
    return laid != null && laid.id().equals(id) ? laid : null;
  }

  /** Visits the items with a newer row, in no particular order. */
  public void forEachLaid(Consumer<CurrentItem> reader) {
    forEachLaid((chunk, lane, _) -> reader.accept(chunk.item(lane)));
  }

  /** Takes the place of a laid item. */
  interface SlotReader {
    void read(Chunk chunk, int lane, int slot);
  }

  void forEachLaid(SlotReader reader) {
    for (int slot = 0; slot < slotCount; slot++) {
      Chunk chunk = chunk(slot);
      if (chunk.isCandidate(slot % Chunk.LANES, slotCount)) {
        reader.read(chunk, slot % Chunk.LANES, slot);
      }
    }
  }

  /**
   * The products of a query with the candidate vectors of all slots, by slot; those of slots
   * without a candidate mean nothing.
   */
  float[] multiply(float[] query) {
    int chunkCount = (slotCount + Chunk.LANES - 1) / Chunk.LANES;
    float[] products = new float[chunkCount * Chunk.LANES];
    for (int first = 0; first < slotCount; first += Chunk.LANES) {
      chunk(first).multiply(query, products, first);
    }
    return products;
  }

  /** Takes a laid item that names another one. */
  interface NamingReader {
    void read(int slot, float count);
  }

  /** Visits the laid items that name an item among their neighbours, by slot. */
  void forEachNaming(String id, NamingReader reader) {
    Namings naming = namings.get(id);
    if (naming != null) {
      naming.forEach(
          (number, list, count) -> {
            LaidItem laid = laid(number);
            if (laid != null && laid.list() == list && list != LaidItem.NO_LIST) {
              reader.read(laid.slot(), count);
            }
          });
    }
  }

  /** The laid item in a slot. */
  LaidItem inSlot(int slot) {
    return chunk(slot).item(slot % Chunk.LANES);
  }

  private Chunk chunk(int slot) {
    return Objects.requireNonNull(chunks[slot / Chunk.LANES], "a view's slots have chunks");
  }

  /** Items of the version's own. */
  public int ownCount() {
    return model.items().count();
  }

  /** Whether there is no item at all. */
  public boolean isEmpty() {
    return model.isEmpty() && laidCount == 0;
  }
}
