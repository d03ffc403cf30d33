package io.eddyline.learner.train;

import io.eddyline.learner.coldstart.AttributeIndex;
import io.eddyline.learner.coldstart.ColdItems;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.table.FirstVector;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.learner.table.ReplicaFeed;
import io.eddyline.learner.table.UserTable;
import java.util.Arrays;
import java.util.Set;

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
  private static final int NO_ROW = -1;

  private final UserTable users;
  private final ItemTable items;
  private final ItemReplica replica;
  private final UserSide userSide;
  private final ItemSide itemSide;
  private final Ranker ranker;
  private final AttributeIndex attributes;
  private final ColdItems coldItems;
  private long refreshes;

  public LocalLearner(LearnerSettings settings) {
    FirstVector first = new FirstVector(settings.seed(), settings.dimension());
    PopularityDecay decay = settings.popularityDecay(1);
    RowSettings rows = settings.rows();
    Generator generator = new Generator(settings.seed());
    this.users =
        new UserTable(
            settings.dimension(),
            settings.historyLength(),
            settings.seenLimit(),
            rows.expireUsersAfterEvents());
    this.items =
        new ItemTable(first, decay, rows.expireAfterEvents(), settings.neighbours().lists());
    this.replica =
        new ItemReplica(
            first,
            decay,
            1,
            id -> PARTITION,
            rows.expireAfterEvents(),
            settings.neighbours().length());
    ReplicaFeed feed = new ReplicaFeed(items, replica, PARTITION, 0);
    this.attributes = new AttributeIndex(settings.coldStart(), settings.seed());
    this.coldItems =
        new ColdItems(settings.coldStart(), first, items, replica, attributes, feed, _ -> true);
    this.itemSide = new ItemSide(settings, items, coldItems, new Generator(generator.nextLong()));
    this.userSide =
        new UserSide(
            settings,
            users,
            replica,
            new DirectSink(settings.neighbours().reach()),
            new Generator(generator.nextLong()));
    this.ranker = new Ranker(settings, users, replica);
  }

  /** The user's row, see {@link UserSide#admitUser}. */
  public int user(String id) {
    return userSide.admitUser(id);
  }

  /** The item's ordinal in the replica, see {@link UserSide#admitItem}. */
  public int item(String id) {
    return userSide.admitItem(id);
  }

  /** Learns one event of any ids, see {@link UserSide#train} and {@link UserSide#sight}. */
  public void learn(
      String userId,
      String itemId,
      float weight,
      Polarity polarity,
      boolean marksSeen,
      long eventTimeMs) {
    learn(user(userId), itemId, weight, polarity, marksSeen, eventTimeMs);
  }

  /** Learns one rating of any ids, see {@link RatingScale}. */
  public void rate(
      String userId,
      String itemId,
      float weight,
      double rating,
      boolean marksSeen,
      long eventTimeMs) {
    int user = user(userId);
    float signed = userSide.weigh(user, rating, weight);
    Polarity polarity = signed < 0 ? Polarity.NEGATIVE : Polarity.POSITIVE;
    learn(user, itemId, Math.abs(signed), polarity, marksSeen, eventTimeMs);
  }

  private void learn(
      int user,
      String itemId,
      float weight,
      Polarity polarity,
      boolean marksSeen,
      long eventTimeMs) {
    int item = item(itemId);
    if (user >= 0 && item >= 0) {
      train(user, item, weight, polarity, marksSeen, eventTimeMs);
    } else {
      userSide.sight(user, itemId, polarity);
    }
  }

  /**
   * The catalogue tells of an item: a new one has its row from now on, a candidate it is with its
   * first event.
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

  /**
   * Ranks with priors that are at most {@value #EVENTS_PER_REFRESH} events old now; to be asked for
   * at each ranking.
   */
  public Ranker ranker() {
    long due = userSide.trainedEvents() / EVENTS_PER_REFRESH;
    if (due != refreshes) {
      replica.refreshPriors();
      refreshes = due;
    }
    return ranker;
  }

  /** Calls the item side at once, in the item table's rows. */
  private final class DirectSink implements ItemUpdateSink {
    private final String[] previousIds;
    private final int[] previousNumbers;
    private int[] rowOfItem = new int[64];
    private int[] numberOfItem = new int[64];

    DirectSink(int reach) {
      previousIds = new String[reach];
      previousNumbers = new int[reach];
    }

    @Override
    public void pair(
        int item,
        int user,
        float weight,
        float[] userKey,
        int[] seen,
        int seenCount,
        boolean live) {
      int row = live ? liveRow(item) : row(item);
      if (row >= 0) {
        coldItems.beforeTraining(row);
        itemSide.pair(row, users.id(user), weight, userKey, seen, seenCount, live);
      }
    }

    @Override
    public void visited(int item, float weight, int[] previous, int count) {
      int row = row(item);
      if (row >= 0) {
        for (int k = 0; k < count; k++) {
          previousIds[k] = replica.id(previous[k]);
          previousNumbers[k] = number(previous[k]);
        }
        itemSide.visited(row, previousIds, previousNumbers, count, weight);
        for (int k = 0; k < count; k++) {
          numberOfItem[previous[k]] = previousNumbers[k];
        }
      }
    }

    @Override
    public void count(int item) {
      int row = liveRow(item);
      if (row >= 0) {
        itemSide.count(row);
      }
    }

    @Override
    public void sighted(String itemId) {
      int row = itemSide.admit(itemId);
      if (row >= 0) {
        itemSide.count(row);
      }
    }

    @Override
    public void follow(
        float[] gradient, float weight, int[] history, float[] coefficients, int count) {
      for (int k = 0; k < count; k++) {
        int row = row(history[k]);
        if (row >= 0) {
          itemSide.follow(row, gradient, coefficients[k], weight);
        }
      }
    }

    /* The number of an item among the neighbours when it was counted last; 0 is as good as any. */
    private int number(int item) {
      if (item >= numberOfItem.length) {
        numberOfItem = Arrays.copyOf(numberOfItem, Math.max(item + 1, 2 * numberOfItem.length));
      }
      return numberOfItem[item];
    }

    private int liveRow(int item) {
      int row = knownRow(item);
      return row >= 0 ? row : remember(item, itemSide.admit(replica.id(item)));
    }

    private int row(int item) {
      int row = knownRow(item);
      return row >= 0 ? row : remember(item, itemSide.find(replica.id(item)));
    }

    private int knownRow(int item) {
      int row = item < rowOfItem.length ? rowOfItem[item] : NO_ROW;
      boolean known = items.holds(row) && items.ordinal(row) == replica.ownerOrdinal(item);
      return known ? row : NO_ROW;
    }

    private int remember(int item, int row) {
      if (item >= rowOfItem.length) {
        rowOfItem = Arrays.copyOf(rowOfItem, Math.max(item + 1, 2 * rowOfItem.length));
      }
      rowOfItem[item] = row;
      return row;
    }
  }
}
