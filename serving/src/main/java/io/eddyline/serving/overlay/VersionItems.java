package io.eddyline.serving.overlay;

import io.eddyline.serving.model.ItemRows;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.Priors;
import io.eddyline.serving.overlay.LaidItem.Content;
import io.eddyline.serving.overlay.LaidItem.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/*
 * How an item is never missing from an answer and never in it twice, while the writer goes on:
 *
 *  1. An item that is laid is hidden from the graph after the view that has it was published. A
 *     request that ran the graph before finds the item in both, and the overlay wins; one that ran
 *     it after takes its view after the run and finds the item there.
 *  2. An item that is lifted is shown to the graph before the view that does not have it is
 *     published. A request whose run came before finds it among what was lifted between the view
 *     that it began with and the one behind the run (LiftedItem), also if it was laid between them.
 */

/**
 * What is laid over the items of one version.
 *
 * <p>Slots are appended and, once a view has them, never written again; a slot that came later
 * supersedes the one before. When most slots are superseded, those that count are copied to new
 * chunks; views keep the old ones as long as somebody holds them.
 *
 * <p>Threading: one writer; {@link #view} from any thread.
 */
final class VersionItems {
  static final int NONE = -1;

  private static final int FIRST_CHUNKS = 4;
  private static final int ROOM_FOR_NEWCOMERS = 1_024;
  private static final int TOLERATED_WASTE = 4 * Chunk.LANES;
  /* Copying costs a reference a number: below one slot in so many it does not pay. */
  private static final int NUMBERS_A_SLOT = 32;

  private final LoadedModel model;
  private final int ownCount;
  private final Map<String, Integer> newcomers = new ConcurrentHashMap<>();
  private final Deque<Integer> freeNumbers = new ArrayDeque<>();
  private final BitSet covered = new BitSet();
  private final BitSet touched = new BitSet();
  private final NeighbourLists lists;
  private @Nullable Chunk[] chunks = new Chunk[FIRST_CHUNKS];
  private AtomicReferenceArray<@Nullable LaidItem> heads;
  private int slotCount;
  private int shownSlots;
  private int laidCount;
  private int numberCount;
  private LiftedItem lastLifted = new LiftedItem(null);
  private volatile CurrentItems view;

  VersionItems(LoadedModel model) {
    this.model = model;
    this.ownCount = model.items().count();
    this.lists = new NeighbourLists(model.items());
    this.numberCount = ownCount;
    this.heads = new AtomicReferenceArray<>(ownCount + ROOM_FOR_NEWCOMERS);
    this.view = CurrentItems.none(model, lastLifted);
  }

  /** Floats of a vector. */
  int dimension() {
    return model.manifest().dimension();
  }

  /** What was laid when {@link #publish} was called last. */
  CurrentItems view() {
    return view;
  }

  /** Lays a row over the item, or makes it an item of this version. */
  void lay(OverlayItem row) {
    int number = numberOf(row.itemId());
    LaidItem before = heads.getPlain(number);
    int list = lists.numberOf(row.neighbours(), before);
    Namings[] named = lists.named(row.neighbours(), number, list, before);
    append(new Content(number, row.itemId(), Kind.ROW, row, named, list));
  }

  /** A row without its neighbours if the version does not know its own items' to compare with. */
  OverlayItem comparable(OverlayItem row) {
    return row.neighbours() == null || model.isEmpty() || model.tables().hasCounts()
        ? row
        : row.withoutNeighbours();
  }

  private Priors priors() {
    return model.items().priors();
  }

  /**
   * A row with the popularity that the version has of the item, if it has it and does not say how
   * it decays: otherwise that follows from the row.
   */
  OverlayItem asPopularAsOwn(OverlayItem row) {
    int own = model.items().row(row.itemId());
    return priors().decay() || own == ItemRows.MISSING
        ? row
        : row.asPopular(priors().popularity(own), priors().trend(own));
  }

  /** Makes the item unknown. */
  void layRemoval(String id) {
    int row = model.items().row(id);
    if (row == ItemRows.MISSING) {
      lift(id);
    } else {
      append(Content.of(row, id, Kind.REMOVAL));
    }
  }

  /** Takes away what is laid over the item; the version's own row, if it has one, counts again. */
  void lift(String id) {
    int row = model.items().row(id);
    Integer number = row == ItemRows.MISSING ? newcomers.remove(id) : Integer.valueOf(row);
    if (number == null || !isLaid(number)) {
      return;
    }
    append(Content.of(number, id, Kind.NOTHING));
    if (row == ItemRows.MISSING) {
      freeNumbers.add(number);
    }
  }

  private int numberOf(String id) {
    int row = model.items().row(id);
    if (row != ItemRows.MISSING) {
      return row;
    }
    Integer known = newcomers.get(id);
    if (known != null) {
      return known;
    }
    Integer free = freeNumbers.poll();
    int number = free == null ? numberCount++ : free;
    if (number >= heads.length()) {
      heads = copy(heads, heads.length() + Math.max(ROOM_FOR_NEWCOMERS, heads.length() / 2));
    }
    newcomers.put(id, number);
    model.admit(id);
    return number;
  }

  private static AtomicReferenceArray<@Nullable LaidItem> copy(
      AtomicReferenceArray<@Nullable LaidItem> from, int length) {
    AtomicReferenceArray<@Nullable LaidItem> copy = new AtomicReferenceArray<>(length);
    for (int number = 0; number < from.length(); number++) {
      copy.setPlain(number, from.getPlain(number));
    }
    return copy;
  }

  private boolean isLaid(int number) {
    LaidItem head = heads.getPlain(number);
    return head != null && head.kind() != Kind.NOTHING;
  }

  private void append(Content content) {
    LaidItem before = heads.getPlain(content.row());
    laidCount += (content.kind() == Kind.NOTHING ? 0 : 1) - (isLaid(content.row()) ? 1 : 0);
    if (before != null && before.slot() >= shownSlots) {
      write(new LaidItem(model, content, before.slot(), before.previous()));
    } else {
      write(new LaidItem(model, content, slotCount++, before));
      if (before != null) {
        chunk(before.slot()).supersede(before.slot() % Chunk.LANES, slotCount - 1);
      }
    }
    lists.count(content.newest(), before);
    touched.set(content.row());
  }

  private void write(LaidItem item) {
    chunks = Chunk.roomFor(chunks, item.slot());
    int at = item.slot() / Chunk.LANES;
    Chunk chunk = chunks[at];
    if (chunk == null) {
      chunk = new Chunk(dimension());
      chunks[at] = chunk;
    }
    chunk.put(item);
    heads.set(item.row(), item);
  }

  /**
   * Brings the priors of so many slots to the version's clocks.
   *
   * @return the slot to go on with; -1 if there is none left
   */
  int age(int from, int slots) {
    int end = Math.min(slotCount, from + slots);
    for (int slot = from; slot < end; slot++) {
      chunk(slot).age(slot % Chunk.LANES);
    }
    return end < slotCount ? end : NONE;
  }

  private Chunk chunk(int slot) {
    return Objects.requireNonNull(chunks[slot / Chunk.LANES], "a written slot has a chunk");
  }

  /** Shows requests all that was done since the last call. */
  void publish() {
    if (touched.isEmpty()) {
      return;
    }
    BitSet shown = new BitSet();
    BitSet hidden = new BitSet();
    touched.stream()
        .filter(number -> number < ownCount && isLaid(number) != covered.get(number))
        .forEach(row -> (covered.get(row) ? shown : hidden).set(row));
    touched.clear();
    covered.andNot(shown);
    covered.or(hidden);
    shown.stream().forEach(this::noteLifted);
    int waste = slotCount - laidCount;
    if (waste > laidCount + TOLERATED_WASTE + heads.length() / NUMBERS_A_SLOT) {
      compact();
    }
    lists.tidy(heads);
    shownSlots = slotCount;
    model.uncover(shown);
    view =
        new CurrentItems(
            model, chunks, slotCount, heads, newcomers, lists.namings(), laidCount, lastLifted);
    model.cover(hidden);
  }

  /** Remembers what the last view has of an item that the next one does not have. */
  private void noteLifted(int row) {
    LaidItem shown = heads.getPlain(row);
    while (shown != null && shown.slot() >= shownSlots) {
      shown = shown.previous();
    }
    if (shown != null && shown.kind() == Kind.ROW) {
      lastLifted = lastLifted.append(shown);
    }
  }

  /** Copies what counts to chunks and heads of its own. */
  private void compact() {
    AtomicReferenceArray<@Nullable LaidItem> before = heads;
    heads = new AtomicReferenceArray<>(before.length());
    chunks = new Chunk[FIRST_CHUNKS];
    slotCount = 0;
    shownSlots = 0;
    for (int number = 0; number < before.length(); number++) {
      LaidItem head = before.getPlain(number);
      if (head != null && head.kind() != Kind.NOTHING) {
        write(new LaidItem(model, head.content(), slotCount++, null));
      }
    }
  }
}
