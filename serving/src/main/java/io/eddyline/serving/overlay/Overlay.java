package io.eddyline.serving.overlay;

import io.eddyline.serving.model.LoadedModel;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.BiPredicate;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows of one model that came since its loaded versions were made.
 *
 * <pre>
 *   rows by id  ---->  items laid over version 41   those that 41 does not hold
 *               ---->  items laid over version 42   those that 42 does not hold
 *               ---->  users: looked up by id, passed over where the version holds the row
 * </pre>
 *
 * <p>Users are seen by requests at once. Items are, together, at the next {@link #changed}.
 *
 * <p>Threading: one writer; {@link #over} and the counts from any thread, without locks.
 */
public final class Overlay {
  private static final BoundedRows<UserState> NOBODY = new BoundedRows<>(0);

  private final BoundedRows<UserState> users;
  private final BoundedRows<ItemState> items;
  private final boolean takesNeighbours;
  private final OverlayMeters meters;
  private final Ageing ageing = new Ageing();
  private final FollowedVersions versions = new FollowedVersions();

  public Overlay(OverlayConfig config, MeterRegistry registry) {
    this(config, new OverlayMeters(registry));
  }

  /** One of several that are counted together. */
  Overlay(OverlayConfig config, OverlayMeters meters) {
    this.users = new BoundedRows<>(config.maxUsers());
    this.items = new BoundedRows<>(config.maxItems());
    this.takesNeighbours = config.neighbours();
    this.meters = meters;
    meters.count(this);
  }

  /** Takes a user's row if it is newer than what is there. */
  public boolean put(OverlayUser row) {
    UserState state = users.get(row.userId());
    if (state != null && !state.isOlderThan(row.origin())) {
      return false;
    }
    UserState before = state == null ? UserState.empty(row.origin().partition()) : state;
    write(row.userId(), before.with(row));
    return true;
  }

  /**
   * Takes an item's row if it is newer than what is there; of one that is not, its neighbours if
   * those are.
   */
  public boolean put(OverlayItem said) {
    OverlayItem row = takesNeighbours ? said : said.withoutNeighbours();
    return take(row.itemId(), ItemState.with(row, items.get(row.itemId())));
  }

  /**
   * Takes a full block of a user's seen items; it may come before the row that counts it.
   *
   * @param version of the row that it came with: an older block of the same number is left out
   */
  public void putSeenBlock(
      String userId, int partition, int block, RowVersion version, List<String> seen) {
    UserState state = users.get(userId);
    UserState before = state == null ? UserState.empty(partition) : state;
    UserState after = before.withBlock(block, new SeenBlock(version, seen));
    if (!after.equals(before)) {
      write(userId, after);
    }
  }

  /**
   * Takes the removal of a row unless it is older than what is there: until every version holds it,
   * the item is no candidate, the user unknown. A removal may have the version of the row that it
   * removes; a row that comes back has a higher one. What there is of before the removal is gone
   * even if there is a newer row.
   */
  public boolean remove(Side side, String id, RowOrigin origin) {
    return side == Side.ITEM
        ? take(id, ItemState.without(origin, items.get(id)))
        : removeUser(id, origin);
  }

  private boolean removeUser(String id, RowOrigin origin) {
    UserState held = users.get(id);
    RowOrigin heldOrigin = held == null ? null : held.origin();
    if (held != null && heldOrigin != null && heldOrigin.version().isNewerThan(origin.version())) {
      users.replace(id, held.withRemoval(origin));
      return false;
    }
    write(id, UserState.empty(origin.partition()).withRemoval(origin));
    return true;
  }

  /** Where the newest row or removal of an id comes from; null if there is none. */
  public @Nullable RowOrigin origin(Side side, String id) {
    if (side == Side.ITEM) {
      ItemState state = items.get(id);
      return state == null ? null : state.origin();
    }
    UserState state = users.get(id);
    return state == null ? null : state.origin();
  }

  /** All that there is of a user; null if there is nothing. */
  @Nullable UserState state(String userId) {
    return users.get(userId);
  }

  /** A user's row; null if there is none, or a removal. */
  public @Nullable OverlayUser user(String id) {
    UserState state = users.get(id);
    return state == null ? null : state.row();
  }

  /** An item's row; null if there is none, or a removal. */
  public @Nullable OverlayItem item(String id) {
    ItemState state = items.get(id);
    return state == null ? null : state.row();
  }

  private void write(String userId, UserState state) {
    if (users.put(userId, state) != null) {
      meters.evicted(Side.USER);
    }
  }

  /* Nothing if it is null. */
  private boolean take(String itemId, @Nullable ItemState state) {
    if (state == null) {
      return false;
    }
    ageing.clocks().hear(state);
    String evicted = items.put(itemId, state);
    if (evicted != null) {
      meters.evicted(Side.ITEM);
      lift(evicted);
    }
    versions.forEach(version -> version.lay(itemId, state));
    return true;
  }

  private void lift(String itemId) {
    versions.forEach(version -> version.items().lift(itemId));
  }

  /** Lays what is there, and from now on what comes, over a version; forgets those that closed. */
  public void follow(LoadedModel model) {
    begin(model);
    while (!isLaid()) {
      layPiece();
    }
  }

  /**
   * Lays from now on what comes over a version, and what is there with {@link #layPiece}; forgets
   * those that closed.
   */
  public void begin(LoadedModel model) {
    forgetClosed();
    if (versions.get(model) != null) {
      return;
    }
    FollowedVersion version = versions.begin(model, items);
    ageing.follow(model, version.items());
  }

  /** Whether all that is there is laid over all versions that were begun. */
  public boolean isLaid() {
    return versions.areLaid();
  }

  /**
   * Lays some of what is there, a few hundred microseconds' work, over a version that was begun.
   */
  public void layPiece() {
    versions.layPiece();
  }

  private void forgetClosed() {
    versions.forgetClosed();
    ageing.forgetClosed();
  }

  /** Drops what every followed version holds; nothing while none is followed. */
  public void letGo() {
    forgetClosed();
    if (versions.isEmpty()) {
      return;
    }
    users.removeIf(
        (id, state) -> isHeldByAll(Side.USER, state.origin()) && !keeps(id, state.withoutRow()));
    items.removeIf((_, state) -> isHeldByAll(Side.ITEM, state.origin()));
  }

  private boolean isHeldByAll(Side side, @Nullable RowOrigin origin) {
    return origin != null && versions.allHold(side, origin);
  }

  /** Keeps the blocks of a user whose row goes. */
  private boolean keeps(String userId, @Nullable UserState blocks) {
    if (blocks != null) {
      users.replace(userId, blocks);
    }
    return blocks != null;
  }

  /**
   * Drops those rows and removals of a partition that are chosen, by id and origin. Blocks of seen
   * items stay: the row that comes instead says which of them are live.
   */
  public void drop(Side side, int partition, BiPredicate<String, RowOrigin> choice) {
    if (side == Side.USER) {
      users.removeIf(
          (id, state) ->
              isChosen(id, state.origin(), partition, choice) && !keeps(id, state.blocksAlone()));
    } else {
      int before = items.size();
      items.removeIf(
          (id, state) -> {
            boolean chosen = isChosen(id, state.origin(), partition, choice);
            if (chosen) {
              lift(id);
            }
            return chosen;
          });
      if (items.size() < before) {
        ageing.clocks().hearAgain(partition, items);
      }
    }
  }

  private static boolean isChosen(
      String id, @Nullable RowOrigin origin, int partition, BiPredicate<String, RowOrigin> choice) {
    return origin != null && origin.partition() == partition && choice.test(id, origin);
  }

  /**
   * Lets priors decay by the live pairs that rows have told of since, a piece at a time and a small
   * share of the thread's time.
   *
   * @param clock that the time of the pieces is taken with
   */
  public void age(NanoClock clock) {
    ageing.doWork(clock);
  }

  /** Lets all priors decay by what was heard so far. */
  void finishAgeing() {
    ageing.finish();
  }

  /** Shows requests the items that were taken since the last call, all together. */
  public void changed() {
    versions.forEach(version -> version.items().publish());
  }

  /** A version with all that it does not hold laid over it, for one request. */
  public CurrentModel over(LoadedModel model) {
    FollowedVersion version = versions.get(model);
    return version == null
        ? bare(model)
        : new CurrentModel(model, version.marks(), users, version.items()::view);
  }

  /** A version with nothing laid over it. */
  public static CurrentModel bare(LoadedModel model) {
    CurrentItems none = CurrentItems.none(model);
    return new CurrentModel(model, SnapshotMarks.of(model.manifest()), NOBODY, () -> none);
  }

  /** Users with a row, a removal or blocks. */
  public int userCount() {
    return users.size();
  }

  /** Items with a row or a removal. */
  public int itemCount() {
    return items.size();
  }
}
