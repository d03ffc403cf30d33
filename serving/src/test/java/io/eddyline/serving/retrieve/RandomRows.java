package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.CatalogueEntry;
import io.eddyline.schemas.topic.Partitions;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.AgedOverlay;
import io.eddyline.serving.overlay.EventTimes;
import io.eddyline.serving.overlay.Overlay;
import io.eddyline.serving.overlay.OverlayItem;
import io.eddyline.serving.overlay.OverlayUser;
import io.eddyline.serving.overlay.RowNeighbours;
import io.eddyline.serving.overlay.RowOrigin;
import io.eddyline.serving.overlay.RowVersion;
import io.eddyline.serving.overlay.Side;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Newer rows of a {@link RandomVersion}, of new users and items, written to both sides of a test.
 */
final class RandomRows {
  /** Items 0 to this are asked for; those from {@link RandomVersion#ITEMS} on are new. */
  static final int MOST_ITEMS = 70;

  static final int MOST_USERS = 36;

  private final Random random;
  private final Overlay overlay;
  private final ReferenceRows reference;
  /* Of items that had a live pair since the version was made. */
  private final Map<String, Popularity> popularities = new HashMap<>();
  private long updates;

  RandomRows(Random random, Overlay overlay, ReferenceRows reference) {
    this.random = random;
    this.overlay = overlay;
    this.reference = reference;
  }

  /** Writes some rows, removals, blocks and catalogue entries. */
  void write(int count, LoadedModel model) {
    for (int at = 0; at < count; at++) {
      switch (random.nextInt(8)) {
        case 0, 1, 2 -> writeUser();
        case 3 -> model.lay(List.of(catalogue()));
        case 4 -> remove();
        default -> writeItem();
      }
    }
    overlay.changed();
    AgedOverlay.finish(overlay);
  }

  private RowOrigin origin(String id) {
    updates++;
    return new RowOrigin(
        Partitions.of(id, RandomVersion.PARTITIONS), new RowVersion(1, updates), updates);
  }

  String anyItem() {
    return "i" + random.nextInt(MOST_ITEMS);
  }

  String anyUser() {
    return "u" + random.nextInt(MOST_USERS);
  }

  private List<String> anyItems(int count) {
    return random.ints(count, 0, MOST_ITEMS + 5).distinct().mapToObj(item -> "i" + item).toList();
  }

  private void writeItem() {
    String id = anyItem();
    Popularity popularity = popularity(id);
    OverlayItem row =
        new OverlayItem(
            id,
            origin(id),
            RandomVersion.vector(random, 0.1 + 3 * random.nextDouble()),
            RandomVersion.vector(random, 0.1 + 3 * random.nextDouble()),
            RandomVersion.vector(random, random.nextDouble()),
            popularity.value(),
            popularity.trend(),
            popularity.clock(),
            neighbours());
    overlay.put(row);
    reference.put(row);
  }

  /**
   * Mostly some, known and unknown, a few of them visited so often that they lead most lists; a row
   * of an older learner says none.
   */
  private @Nullable RowNeighbours neighbours() {
    if (random.nextInt(4) == 0) {
      return null;
    }
    String[] ids = anyItems(random.nextInt(8)).toArray(String[]::new);
    float[] counts = new float[ids.length];
    for (int k = 0; k < ids.length; k++) {
      int most = random.nextInt(4) == 0 ? 4_000 : 5;
      counts[k] = random.nextInt(4) == 0 ? 0 : most * random.nextFloat();
    }
    return new RowNeighbours(new RowVersion(1, updates), ids, counts);
  }

  /** As rows have it: as of the item's last live pair, which a change of another kind is not. */
  private record Popularity(double value, double trend, long clock) {}

  private Popularity popularity(String id) {
    Popularity last = popularities.get(id);
    boolean isOwn = reference.items.containsKey(id) && reference.isOfVersion(id);
    if (random.nextBoolean() && (last != null || isOwn)) {
      return last != null
          ? last
          : new Popularity(
              500 + random.nextInt(500),
              50 + random.nextInt(50),
              random.nextLong(RandomVersion.LIVE_PAIRS + 1));
    }
    Popularity next =
        new Popularity(
            random.nextInt(500), random.nextInt(50), RandomVersion.LIVE_PAIRS + updates + 1);
    popularities.put(id, next);
    return next;
  }

  private void writeUser() {
    String id = anyUser();
    RowOrigin origin = origin(id);
    List<String> block = new ArrayList<>();
    if (random.nextBoolean()) {
      block.addAll(anyItems(4));
      overlay.putSeenBlock(id, 0, (int) updates, origin.version(), block);
    }
    OverlayUser row =
        new OverlayUser(
            id,
            origin,
            RandomVersion.vector(random, random.nextDouble()),
            anyItems(random.nextInt(25)),
            anyItems(random.nextInt(6)),
            0,
            Integer.MAX_VALUE,
            EventTimes.UNKNOWN);
    overlay.put(row);
    reference.put(row, block);
  }

  private void remove() {
    if (random.nextInt(3) == 0) {
      String id = anyUser();
      overlay.remove(Side.USER, id, origin(id));
      reference.users.remove(id);
    } else {
      String id = anyItem();
      overlay.remove(Side.ITEM, id, origin(id));
      reference.remove(id);
      popularities.remove(id);
    }
  }

  private CatalogueEntry catalogue() {
    CatalogueEntry entry = RandomVersion.entry(random.nextInt(MOST_ITEMS), random);
    reference.catalogue.put(entry.itemId(), entry);
    return entry;
  }
}
