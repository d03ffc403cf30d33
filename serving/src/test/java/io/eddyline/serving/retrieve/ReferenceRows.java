package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.snapshot.HalfLives;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows by id as a snapshot would have them that is made now, and the score by the formula, one
 * product after the other. Begins as a {@link RandomVersion}.
 */
final class ReferenceRows {
  final Map<String, Item> items = new LinkedHashMap<>();
  final Map<String, User> users = new LinkedHashMap<>();
  final Map<String, CatalogueEntry> catalogue = new HashMap<>();

  private final @Nullable HalfLives halfLives;
  /* By partition. */
  private final long[] made = new long[RandomVersion.PARTITIONS];
  private final long[] livePairs;

  /* Of a version's items, how often others were visited before them. */
  private final Map<String, Map<String, Float>> visits = new HashMap<>();

  /* What newer rows say of theirs. */
  private final Map<String, RowNeighbours> neighbours = new HashMap<>();
  private final boolean comparesNeighbours;

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Item(
      double[] candidate,
      double[] history,
      double popularity,
      double trend,
      int partition,
      long livePairs) {
    double prior() {
      return 1.5 * Math.log(popularity + 0.5) + 0.5 * Math.log(trend + 0.5);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record User(double[] vector, List<String> history, Set<String> blocks, List<String> tail) {
    static final User UNKNOWN =
        new User(new double[RandomVersion.DIMENSION], List.of(), Set.of(), List.of());

    Set<String> seen() {
      Set<String> seen = new HashSet<>(blocks);
      seen.addAll(tail);
      return seen;
    }
  }

  /**
   * The rows of no version.
   *
   * @param halfLives null if popularities stay as they are
   */
  ReferenceRows(@Nullable HalfLives halfLives) {
    this.halfLives = halfLives;
    this.livePairs = made.clone();
    this.comparesNeighbours = true;
  }

  ReferenceRows(RandomVersion version) {
    this.halfLives = version.halfLives;
    Arrays.fill(made, RandomVersion.LIVE_PAIRS);
    this.livePairs = made.clone();
    this.comparesNeighbours = version.hasCounts;
    for (int item = 0; item < RandomVersion.ITEMS; item++) {
      Map<String, Float> ofItem = new HashMap<>();
      for (int other = 0; other < RandomVersion.ITEMS; other++) {
        ofItem.put("i" + other, version.visits[item][other]);
      }
      visits.put("i" + item, ofItem);
      items.put(
          "i" + item,
          new Item(
              doubles(version.items[item]),
              doubles(version.history[item]),
              version.popularity[item],
              version.trend[item],
              partition("i" + item),
              RandomVersion.LIVE_PAIRS));
    }
    for (int user = 1; user <= RandomVersion.USERS; user++) {
      users.put(
          "u" + (user - 1),
          new User(
              doubles(version.users[user]),
              ids(version.history(user)),
              Set.copyOf(ids(version.seen(user))),
              List.of()));
    }
    version.catalogue.forEach(entry -> catalogue.put(entry.itemId(), entry));
  }

  private static List<String> ids(int[] rows) {
    return IntStream.of(rows).mapToObj(row -> "i" + row).toList();
  }

  private static double[] doubles(float[] floats) {
    return IntStream.range(0, floats.length).mapToDouble(at -> floats[at]).toArray();
  }

  /** Whether the version that this began as has the item. */
  boolean isOfVersion(String itemId) {
    return visits.containsKey(itemId);
  }

  /**
   * Writes a newer row. Where it is not known how popularities decay, the item stays as popular as
   * it is if no pair was counted since the version was made.
   */
  void put(OverlayItem row) {
    int partition = partition(row.itemId());
    livePairs[partition] = Math.max(livePairs[partition], row.popularityClock());
    boolean keepsPopularity = halfLives == null && row.popularityClock() <= made[partition];
    Item before = keepsPopularity ? items.get(row.itemId()) : null;
    double[] history = unit(doubles(row.momentum()));
    for (int at = 0; at < history.length; at++) {
      history[at] += row.context()[at];
    }
    items.put(
        row.itemId(),
        new Item(
            unit(doubles(row.vector())),
            history,
            before == null ? row.popularity() : before.popularity(),
            before == null ? row.trend() : before.trend(),
            partition,
            row.popularityClock()));
    RowNeighbours said = row.neighbours();
    if (said != null && comparesNeighbours) {
      neighbours.put(row.itemId(), said);
    }
  }

  /** Forgets an item, and what its row said. */
  void remove(String itemId) {
    items.remove(itemId);
    neighbours.remove(itemId);
  }

  /** Writes a newer row; blocks stay, the tail is the row's. */
  void put(OverlayUser row, List<String> block) {
    Set<String> blocks = new HashSet<>(user(row.userId()).blocks());
    blocks.addAll(block);
    users.put(row.userId(), new User(doubles(row.vector()), row.history(), blocks, row.seenTail()));
  }

  private static double[] unit(double[] vector) {
    double norm = norm(vector);
    return Arrays.stream(vector).map(value -> norm > 1e-12 ? value / norm : value).toArray();
  }

  private static double norm(double[] vector) {
    return Math.sqrt(Arrays.stream(vector).map(value -> value * value).sum());
  }

  private static int partition(String id) {
    return Partitions.of(id, RandomVersion.PARTITIONS);
  }

  /** An item, as popular as it is by now. */
  Item item(String id) {
    Item item = Objects.requireNonNull(items.get(id), id);
    if (halfLives == null) {
      return item;
    }
    long now = livePairs[item.partition()];
    double events = RandomVersion.PARTITIONS * (double) Math.max(0, now - item.livePairs());
    return new Item(
        item.candidate(),
        item.history(),
        item.popularity() * Math.pow(2, -events / halfLives.popularity()),
        item.trend() * Math.pow(2, -events / halfLives.trend()),
        item.partition(),
        now);
  }

  User user(@Nullable String id) {
    return id == null ? User.UNKNOWN : users.getOrDefault(id, User.UNKNOWN);
  }

  /** What the catalogue says; an item without an entry is available and has nothing. */
  CatalogueEntry entry(String id) {
    return catalogue.getOrDefault(id, new CatalogueEntry(id, "", Map.of(), true));
  }

  /**
   * The score of an item.
   *
   * @param session known items with their weights, newest first
   */
  double score(User user, Map<String, Float> session, String itemId) {
    List<String> history = new ArrayList<>(session.keySet());
    user.history().stream()
        .filter(id -> items.containsKey(id) && !session.containsKey(id))
        .forEach(history::add);
    history = history.subList(0, Math.min(20, history.size()));
    double[] raw = user.vector().clone();
    double sum = 0;
    for (int age = 0; age < history.size(); age++) {
      sum += Math.pow(RandomVersion.DECAY, age);
    }
    double affinity = 0;
    for (int age = 0; age < history.size(); age++) {
      Item item = item(history.get(age));
      double scale = session.getOrDefault(history.get(age), 1f);
      double weight =
          Math.pow(RandomVersion.DECAY, age) / Math.sqrt(sum)
              + (age == 0 ? RandomVersion.LAST_ITEM : 0);
      for (int at = 0; at < raw.length; at++) {
        raw[at] += scale * weight * item.history()[at];
      }
      affinity +=
          scale
              * RandomVersion.NEIGHBOUR_WEIGHT
              * Math.pow(RandomVersion.DECAY, age)
              * affinity(history.get(age), itemId);
    }
    Item item = item(itemId);
    return dot(raw, item.candidate()) / Math.max(norm(raw), 1e-8) / RandomVersion.TEMPERATURE
        + item.prior()
        + affinity;
  }

  /** How much two items are alike. */
  double likeness(String id, String other) {
    return dot(item(id).candidate(), item(other).candidate()) / RandomVersion.TEMPERATURE
        + RandomVersion.NEIGHBOUR_WEIGHT * affinity(id, other);
  }

  private double affinity(String of, String other) {
    return Math.sqrt(visits(of, other) + visits(other, of)) * factor(of) * factor(other);
  }

  /* By the item's own list; one whose row says nothing of its neighbours has those of the version. */
  private double visits(String id, String before) {
    RowNeighbours newer = neighbours.get(id);
    if (newer == null) {
      return visits.getOrDefault(id, Map.of()).getOrDefault(before, 0f);
    }
    int at = List.of(newer.ids()).indexOf(before);
    return at < 0 ? 0 : newer.counts()[at];
  }

  private double factor(String id) {
    return Math.pow(item(id).popularity() + 20, -0.25);
  }

  private static double dot(double[] left, double[] right) {
    return IntStream.range(0, left.length).mapToDouble(at -> left[at] * right[at]).sum();
  }
}
