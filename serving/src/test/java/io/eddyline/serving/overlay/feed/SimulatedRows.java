package io.eddyline.serving.overlay.feed;

import static java.util.Objects.requireNonNull;

import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.HeldRows;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one partition as its task has them, with all that a row has and that can happen to
 * it: users' histories, seen tails and blocks that fill up and are forgotten, removals, ids that
 * come back.
 *
 * <p>Event n is of id number n modulo their count, in every life of the task, and does the same to
 * the id; vectors differ with the epoch.
 */
final class SimulatedRows {
  static final int DIMENSION = 8;

  private static final int HISTORY = 4;
  private static final int BLOCK_ITEMS = 3;
  private static final int LIVE_BLOCKS = 2;
  private static final int EVENTS_A_REMOVAL = 16;
  private static final int EVENTS_A_VISIT = 3;

  private final Side side;
  private final int ids;
  private final Map<String, LogEntry.Row> rows = new TreeMap<>();
  private final Map<String, NavigableMap<Integer, List<String>>> blocks = new TreeMap<>();
  private final Map<String, LogEntry> dirty = new LinkedHashMap<>();
  private long floor;

  SimulatedRows(Side side, int ids) {
    this.side = side;
    this.ids = ids;
  }

  /** The same rows, all committed. */
  SimulatedRows copy() {
    SimulatedRows copy = new SimulatedRows(side, ids);
    copy.rows.putAll(rows);
    blocks.forEach((id, own) -> copy.blocks.put(id, new TreeMap<>(own)));
    copy.floor = floor;
    return copy;
  }

  /** Highest count of a row that was removed. */
  long floor() {
    return floor;
  }

  String id(long input) {
    return (side == Side.USER ? "u" : "i") + input % ids;
  }

  /** Versions of the rows that are there. */
  Map<String, RowVersion> versions() {
    Map<String, RowVersion> versions = new TreeMap<>();
    rows.forEach((id, row) -> versions.put(id, row.version()));
    return versions;
  }

  /**
   * An event is trained.
   *
   * @return what the stream says of it, in this order
   */
  List<LogEntry> train(long epoch, long input) {
    String id = id(input);
    LogEntry.Row before = rows.get(id);
    long updates = before == null ? floor + 1 : before.version().updates() + 1;
    RowOrigin origin = new RowOrigin(0, new RowVersion(epoch, updates), input);
    List<LogEntry> said = new ArrayList<>();
    if (before != null && isRemoval(input)) {
      rows.remove(id);
      blocks.remove(id);
      dirty.keySet().removeIf(key -> key.startsWith(id + "#"));
      floor = Math.max(floor, updates);
      said.add(new LogEntry.Removal(id, origin));
    } else {
      said.addAll(side == Side.USER ? user(id, before, origin) : List.of(item(id, before, origin)));
      rows.put(id, (LogEntry.Row) said.getLast());
    }
    said.forEach(entry -> dirty.put(key(entry), entry));
    return said.stream().map(entry -> asSaid(entry, before)).toList();
  }

  /** An item's row says its neighbours at first, and when they are others than before. */
  @SuppressWarnings("ReferenceEquality") // the same list, not an equal one
  private static LogEntry asSaid(LogEntry entry, LogEntry.@Nullable Row before) {
    if (entry instanceof LogEntry.Item(OverlayItem row)
        && before instanceof LogEntry.Item(OverlayItem old)
        && requireNonNull(old.neighbours()).ids() == requireNonNull(row.neighbours()).ids()
        && old.origin().version().epoch() == row.origin().version().epoch()) {
      return new LogEntry.Item(
          new OverlayItem(
              row.itemId(),
              row.origin(),
              row.vector(),
              row.momentum(),
              row.context(),
              row.popularity(),
              row.trend(),
              row.popularityClock()));
    }
    return entry;
  }

  private static boolean isRemoval(long input) {
    return Math.floorMod((input * 0x9E3779B97F4A7C15L) >>> 32, EVENTS_A_REMOVAL) == 0;
  }

  private static String key(LogEntry entry) {
    return switch (entry) {
      case LogEntry.Block block -> block.userId() + "#" + block.block();
      case LogEntry.Row row -> row.id();
    };
  }

  private static LogEntry item(String id, LogEntry.@Nullable Row before, RowOrigin origin) {
    double clock = origin.appliedInput();
    RowNeighbours known =
        before instanceof LogEntry.Item(OverlayItem old) ? old.neighbours() : null;
    return new LogEntry.Item(
        new OverlayItem(
            id,
            origin,
            vector(origin, 1),
            vector(origin, 2),
            vector(origin, 3),
            1 + clock / 2,
            1 + clock / 4,
            origin.appliedInput(),
            known != null && origin.appliedInput() % EVENTS_A_VISIT != 0
                ? new RowNeighbours(origin.version(), known.ids(), known.counts())
                : neighbours(origin)));
  }

  private static RowNeighbours neighbours(RowOrigin origin) {
    String[] ids = new String[(int) (origin.appliedInput() % 4)];
    float[] counts = new float[ids.length];
    for (int k = 0; k < ids.length; k++) {
      ids[k] = "i" + (origin.appliedInput() + k) % 12;
      counts[k] = origin.version().epoch() + origin.appliedInput() + k;
    }
    return new RowNeighbours(origin.version(), ids, counts);
  }

  private static float[] vector(RowOrigin origin, int which) {
    float[] vector = new float[DIMENSION];
    vector[0] = which;
    vector[1] = origin.version().epoch();
    vector[2] = origin.version().updates();
    vector[3] = origin.appliedInput();
    return vector;
  }

  private List<LogEntry> user(String id, LogEntry.@Nullable Row before, RowOrigin origin) {
    OverlayUser old = before == null ? null : ((LogEntry.User) before).row();
    String item = "i" + origin.appliedInput() * 31 % 12;
    List<String> history = new ArrayList<>(old == null ? List.of() : old.history());
    history.remove(item);
    history.addFirst(item);
    List<String> tail = new ArrayList<>(old == null ? List.of() : old.seenTail());
    tail.add("seen-" + origin.appliedInput());
    int nextBlock = old == null ? 0 : old.nextSeenBlock();
    List<LogEntry> said = new ArrayList<>();
    if (tail.size() == BLOCK_ITEMS) {
      said.add(new LogEntry.Block(id, nextBlock, origin.version(), List.copyOf(tail)));
      blocks.computeIfAbsent(id, _ -> new TreeMap<>()).put(nextBlock, List.copyOf(tail));
      tail.clear();
      nextBlock++;
    }
    said.add(
        new LogEntry.User(
            new OverlayUser(
                id,
                origin,
                vector(origin, 1),
                history.subList(0, Math.min(HISTORY, history.size())),
                tail,
                Math.max(0, nextBlock - LIVE_BLOCKS),
                nextBlock,
                EventTimes.UNKNOWN)));
    return said;
  }

  boolean hasChanges() {
    return !dirty.isEmpty();
  }

  /** What the log has of the rows that changed since the last call, but for its progress record. */
  List<LogEntry> commit(long epoch, long input) {
    RowOrigin removed = new RowOrigin(0, new RowVersion(epoch, floor), input);
    List<LogEntry> entries = new ArrayList<>();
    for (LogEntry entry : dirty.values()) {
      entries.add(
          switch (entry) {
            case LogEntry.Block block ->
                new LogEntry.Block(
                    block.userId(),
                    block.block(),
                    requireNonNull(rows.get(block.userId()), "its row is there").version(),
                    block.items());
            case LogEntry.User user -> new LogEntry.User(user.row().upTo(input));
            case LogEntry.Item item -> new LogEntry.Item(item.row().upTo(input));
            case LogEntry.Removal removal -> new LogEntry.Removal(removal.id(), removed);
          });
    }
    dirty.clear();
    return entries;
  }

  /** All rows with all that they have. */
  Map<String, String> texts() {
    return texts(
        id ->
            side == Side.USER
                ? HeldRows.text(
                    rows.get(id) instanceof LogEntry.User user ? user.row() : null,
                    Objects.requireNonNullElse(blocks.get(id), new TreeMap<>()))
                : HeldRows.text(rows.get(id) instanceof LogEntry.Item item ? item.row() : null));
  }

  /** The same of an overlay. */
  Map<String, String> texts(Overlay overlay) {
    return texts(id -> side == Side.USER ? HeldRows.user(overlay, id) : HeldRows.item(overlay, id));
  }

  private Map<String, String> texts(UnaryOperator<String> text) {
    Map<String, String> all = new TreeMap<>();
    Stream.iterate(0L, input -> input < ids, input -> input + 1)
        .map(this::id)
        .forEach(id -> all.put(id, text.apply(id)));
    return all;
  }
}
