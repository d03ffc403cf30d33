package io.eddyline.learner.train;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.coldstart.ColdItems;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.learner.table.UserTable;
import java.util.Set;

/**
 * The whole learner with one partition of each side and no delay between them: the reference for
 * the distributed one, and what the evaluation runs.
 *
 * <p>Threading: one thread.
 */
public final class LocalLearner {
  /* Popularity decays by less than a percent in this many events at the default half-life. */
  private static final int EVENTS_PER_REFRESH = 200;
  private static final int PARTITION = 0;

  private final UserTable users;
  private final ItemTable items;
  private final ItemReplica replica;
  private final UserSide userSide;
  private final ItemSide itemSide;
  private final Ranker ranker;
  private final AttributeIndex attributes;
  private final ColdItems coldItems;

  public LocalLearner(LearnerSettings settings) {
    FirstVector first = new FirstVector(settings.seed(), settings.dimension());
    double halfLife = settings.popularityHalfLife();
    Generator generator = new Generator(settings.seed());
    this.users =
        new UserTable(settings.dimension(), settings.historyLength(), settings.seenLimit());
    this.items = new ItemTable(first, halfLife, 1);
    this.replica = new ItemReplica(first, halfLife, 1, id -> PARTITION);
    ReplicaFeed feed = new ReplicaFeed(items, replica, PARTITION, 0);
    this.itemSide = new ItemSide(settings, items, feed, new Generator(generator.nextLong()));
    this.attributes = new AttributeIndex(settings.coldStart(), settings.seed());
    this.coldItems =
        new ColdItems(settings.coldStart(), first, items, replica, attributes, feed, _ -> true);
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

  /**
   * The catalogue tells of an item, which is recommendable from now on.
   *
   * @param values see {@link io.eddyline.learner.coldstart.AttributeValues}
   */
  public void describe(String itemId, Set<String> values) {
    attributes.put(itemId, values);
    coldItems.welcome(itemId);
  }

  /** Learns one event, see {@link UserSide#train}. */
  public void train(
      int user, int item, float weight, Polarity polarity, boolean marksSeen, long eventTimeMs) {
    userSide.train(user, item, weight, polarity, marksSeen, eventTimeMs);
    if (userSide.trainedEvents() % EVENTS_PER_REFRESH == 0) {
      replica.refreshPriors();
    }
  }

  /** Learns one rating, see {@link RatingScale}. */
  public void rate(
      int user, int item, float weight, double rating, boolean marksSeen, long eventTimeMs) {
    float signed = userSide.weigh(user, rating, weight);
    Polarity polarity = signed < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    train(user, item, Math.abs(signed), polarity, marksSeen, eventTimeMs);
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
      int row = row(item);
      coldItems.beforeTraining(row);
      itemSide.pair(row, users.id(user), weight, userKey, seen, seenCount, live);
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
