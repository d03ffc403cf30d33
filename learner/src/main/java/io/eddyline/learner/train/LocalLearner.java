package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.learner.table.UserTable;

/**
 * The whole learner with one partition of each side and no delay between them: the reference for
 * the distributed one, and what the evaluation runs.
 *
 * <p>Threading: one thread.
 */
public final class LocalLearner {
  /* The trend decays by less than a tenth in this many events at the default half-life. */
  private static final int EVENTS_PER_REFRESH = 100;
  private static final int PARTITION = 0;

  private final UserTable users;
  private final ItemTable items;
  private final ItemReplica replica;
  private final UserSide userSide;
  private final ItemSide itemSide;
  private final Ranker ranker;

  public LocalLearner(LearnerSettings settings) {
    FirstVector first = new FirstVector(settings.seed(), settings.dimension());
    PopularityDecay decay = settings.popularityDecay(1);
    Generator generator = new Generator(settings.seed());
    this.users =
        new UserTable(settings.dimension(), settings.historyLength(), settings.seenLimit());
    this.items = new ItemTable(first, decay);
    this.replica = new ItemReplica(first, decay, 1, id -> PARTITION);
    ReplicaFeed feed = new ReplicaFeed(items, replica, PARTITION, 0);
    this.itemSide = new ItemSide(settings, items, feed, new Generator(generator.nextLong()));
    this.userSide =
        new UserSide(
            settings, users, replica, new DirectSink(), new Generator(generator.nextLong()));
    this.ranker = new Ranker(settings, users, replica);
  }

  /** The user's row, made if there is none. */
  public int user(String id) {
    return users.findOrAdd(id);
  }

  /** The item's ordinal in the replica, made if there is none. */
  public int item(String id) {
    return replica.ordinalOf(id);
  }

  /** Learns one event, see {@link UserSide#train}. */
  public void train(
      int user, int item, float weight, Polarity polarity, boolean marksSeen, long eventTimeMs) {
    userSide.train(user, item, weight, polarity, marksSeen, eventTimeMs);
    if (userSide.trainedEvents() % EVENTS_PER_REFRESH == 0) {
      replica.refreshPriors();
    }
  }

  public UserTable users() {
    return users;
  }

  public ItemTable items() {
    return items;
  }

  public ItemReplica replica() {
    return replica;
  }

  public UserSide userSide() {
    return userSide;
  }

  public ItemSide itemSide() {
    return itemSide;
  }

  public Ranker ranker() {
    return ranker;
  }

  /** Calls the item side at once, in the item table's rows. */
  private final class DirectSink implements ItemUpdateSink {
    @Override
    public void pair(
        int item,
        int user,
        float weight,
        float[] userKey,
        int[] seen,
        int seenCount,
        boolean live) {
      itemSide.pair(row(item), users.id(user), weight, userKey, seen, seenCount, live);
    }

    @Override
    public void count(int item) {
      itemSide.count(row(item));
    }

    @Override
    public void follow(
        float[] gradient, float weight, int[] history, float[] coefficients, int count) {
      for (int k = 0; k < count; k++) {
        itemSide.follow(row(history[k]), gradient, coefficients[k], weight);
      }
    }

    private int row(int item) {
      int row = replica.ownerOrdinal(item);
      return row >= 0 ? row : items.findOrAdd(replica.id(item));
    }
  }
}
