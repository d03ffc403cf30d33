package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import org.jspecify.annotations.Nullable;

/**
 * Learns the users of one partition, event by event, and tells the owners of items what they need.
 *
 * <p>A step contrasts the user's query with the event's item key and a queue of others ({@link
 * Contrast}); its gradient goes into the user's vector here and, through {@link
 * ItemUpdateSink#follow}, into the context residuals of the latest history items. The item gets the
 * user's momentum key by {@link ItemUpdateSink#pair}. After each event some past ones are trained
 * again, some of them backwards: an item of the history from what followed it. What is learnt of a
 * negative event is in {@link #train}.
 *
 * <p>A user without history and vector has an empty query, the zero vector: it finds all keys
 * alike, and the first step leads straight from their mean to the item. There is no key to send
 * yet.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class UserSide {
  /* A raw query shorter than this is taken as this long: its direction is hardly known. */
  private static final float SHORTEST_QUERY = 0.1f;
  private static final int NO_ROW = -1;
  /* One event lets one more user expire; two work off what a lowered setting leaves. */
  private static final int EXPIRED_PER_EVENT = 2;
  private static final int INSPECTION_EVENTS = 16;

  private final LearnerSettings settings;
  private final UserTable users;
  private final ItemReplica replica;
  private final ItemUpdateSink sink;
  private final Generator generator;
  private final ItemKeyQueue queue;
  private final Reservoir reservoir;
  private final Rehearsal rehearsal;
  private final Query query;
  private final Contrast contrast;
  private final ItemNegatives negatives;
  private final SeenOrdinals seenOrdinals;
  private final RatingScale ratings;
  private final float[] unit;
  private final float[] key;
  private final float[] gradient;
  private final int[] history;
  private final int[] replayHistory;
  private final int[] followingItems;
  private final Admission admission;
  private final boolean itemsWait;
  private final int neighbourReach;
  private final @Nullable ReferenceSweep sweep;
  private int vacantSlot;
  private long trainedEvents;
  private long expiredUsers;
  private long nonFiniteSteps;

  /**
   * @param settings of the model
   * @param users of the partition
   * @param replica of the process
   * @param sink of what the owners of items need
   * @param generator of the partition's draws
   */
  public UserSide(
      LearnerSettings settings,
      UserTable users,
      ItemReplica replica,
      ItemUpdateSink sink,
      Generator generator) {
    int dimension = settings.dimension();
    this.settings = settings;
    this.users = users;
    this.replica = replica;
    this.sink = sink;
    this.generator = generator;
    this.queue = new ItemKeyQueue(settings.itemQueue(), dimension);
    this.reservoir = new Reservoir(settings.reservoir(), settings.historyLength());
    this.query = new Query(replica, settings.scoring());
    this.rehearsal =
        new Rehearsal(settings, reservoir, this::canReplay, users, replica, query, generator);
    this.contrast = settings.userContrast();
    this.negatives = new ItemNegatives(users, queue, generator, settings.negatives());
    this.seenOrdinals = new SeenOrdinals(replica, settings.pairSeenLimit());
    this.ratings = new RatingScale(settings.ratings());
    this.unit = new float[dimension];
    this.key = new float[dimension];
    this.gradient = new float[dimension];
    this.history = new int[settings.historyLength()];
    this.replayHistory = new int[settings.historyLength()];
    this.followingItems = new int[settings.historyLength()];
    this.admission = settings.rows().userAdmission(settings.seed());
    this.itemsWait = settings.rows().admitAfterSightings() > 1;
    NeighbourSettings neighbours = settings.neighbours();
    this.neighbourReach = neighbours.length() == 0 ? 0 : neighbours.reach();
    this.sweep = replica.expires() ? new ReferenceSweep(users, reservoir, queue, replica) : null;
  }

  /** The user's row; -1 as long as he has none, which counts as seeing him. */
  public int admitUser(String id) {
    int row = users.find(id);
    return row == NO_ROW && admission.admits(id) ? users.findOrAdd(id) : row;
  }

  /**
   * The item's ordinal in the replica; -1 as long as its owner, who counts how often it is seen,
   * has not admitted it.
   */
  public int admitItem(String id) {
    if (!itemsWait) {
      return replica.ordinalOf(id);
    }
    int item = replica.find(id);
    return item >= 0 && replica.ownerOrdinal(item) >= 0 ? item : NO_ROW;
  }

  /**
   * Counts an event that teaches nothing, since its user or item has no row yet. A positive one is
   * a sighting of the item at its owner.
   *
   * @param user row of the user, or -1
   */
  public void sight(int user, String itemId, Polarity polarity) {
    trainedEvents++;
    if (user != NO_ROW) {
      users.countTrainedEvent(user);
      users.use(user, trainedEvents);
      users.changed(user);
    }
    if (polarity == Polarity.POSITIVE) {
      sink.sighted(itemId);
    }
    tidy();
  }

  /**
   * Learns one event.
   *
   * <p>A positive's weight scales the steps. A negative's item joins the negatives of the step as
   * often as its weight says; it enters neither history, queues nor reservoir, and leaves context
   * residuals alone, since they learn what follows an item. A neutral event is only counted.
   *
   * @param user row of the user
   * @param item ordinal in the replica
   * @param weight above 0
   * @param marksSeen whether the item enters the seen set
   */
  public void train(
      int user, int item, float weight, Polarity polarity, boolean marksSeen, long eventTimeMs) {
    trainedEvents++;
    users.countTrainedEvent(user);
    users.use(user, trainedEvents);
    vacantSlot = NO_ROW;
    int historySize = users.copyHistory(user, item, history);
    switch (polarity) {
      case POSITIVE -> {
        learn(user, item, weight, history, historySize, true);
        int previous = Math.min(neighbourReach, historySize);
        if (previous > 0) {
          sink.visited(item, weight, history, previous);
        }
        users.remember(user, item, weight, eventTimeMs);
      }
      case NEGATIVE -> unlearn(user, item, weight, history, historySize);
      case NEUTRAL -> {}
    }
    if (marksSeen) {
      users.seen(user).add(item);
    }
    users.changed(user);
    if (polarity != Polarity.NEUTRAL) {
      replay();
    }
    if (polarity == Polarity.POSITIVE) {
      keep(user, item, weight, historySize);
    }
    tidy();
  }

  /* The slot of an event that can no longer be replayed is taken before any other. */
  private void keep(int user, int item, float weight, int historySize) {
    long clock = users.expires() ? trainedEvents : 0;
    int slot = vacantSlot;
    if (slot == NO_ROW) {
      slot = reservoir.offer(user, item, weight, clock, history, historySize, generator);
    } else {
      reservoir.put(slot, user, item, weight, clock, history, historySize);
    }
    if (slot != NO_ROW) {
      rehearsal.trained(slot);
    }
  }

  /* What keeps memory bounded, a little with every event. */
  private void tidy() {
    for (int k = 0; k < EXPIRED_PER_EVENT; k++) {
      int user = users.expired(trainedEvents);
      if (user == NO_ROW) {
        break;
      }
      users.remove(user);
      expiredUsers++;
    }
    if (sweep != null) {
      sweep.step();
      if (trainedEvents % INSPECTION_EVENTS == 0) {
        replica.retireRowless(2 * INSPECTION_EVENTS);
      }
    }
  }

  /**
   * What a rating makes of an event's weight, see {@link RatingScale}; counts the rating. One that
   * is not sound changes nothing. To be called once for an event, right before {@link #train},
   * which marks the row as changed.
   *
   * @param user row of the user, or -1: only the partition's ratings are known then
   * @param weight of the event, above 0
   * @return the weight to train with, below 0 for a negative event
   */
  public float weigh(int user, double rating, float weight) {
    if (!RatingScale.isSound(rating)) {
      return weight;
    }
    long userCount = user == NO_ROW ? 0 : users.ratings().count(user);
    double userSum = user == NO_ROW ? 0 : users.ratings().sum(user);
    float signed = ratings.signedWeight(rating, userCount, userSum);
    ratings.add(rating);
    if (user != NO_ROW) {
      users.ratings().add(user, rating);
    }
    return weight * signed;
  }

  private void replay() {
    for (int k = 0; k < settings.replays() && reservoir.size() > 0; k++) {
      int slot = rehearsal.next();
      if (!canReplay(slot)) {
        vacantSlot = slot;
        continue;
      }
      int user = reservoir.user(slot);
      float weight = reservoir.weight(slot);
      int historySize = reservoir.readPrefix(slot, replayHistory);
      if (historySize > 0 && isReversed()) {
        int target = generator.nextInt(historySize);
        int followers = followers(target, reservoir.item(slot));
        learn(user, replayHistory[target], weight, followingItems, followers, false);
      } else {
        learn(user, reservoir.item(slot), weight, replayHistory, historySize, false);
        rehearsal.trained(slot);
      }
      users.changed(user);
    }
  }

  private boolean isReversed() {
    return settings.reversedReplays() > 0 && generator.nextDouble() < settings.reversedReplays();
  }

  /* What followed a history item, nearest first: the newer ones of the history, then the event's. */
  private int followers(int target, int item) {
    for (int k = 0; k < target; k++) {
      followingItems[k] = replayHistory[target - 1 - k];
    }
    followingItems[target] = item;
    return target + 1;
  }

  /** Whether user and item of a reservoir slot still have the rows that they had. */
  public boolean canReplay(int slot) {
    return !reservoir.isEmpty(slot)
        && users.heldSince(reservoir.user(slot), reservoir.clock(slot))
        && !replica.isRetired(reservoir.item(slot));
  }

  private void learn(int user, int item, float weight, int[] items, int historySize, boolean live) {
    query.pool(items, historySize);
    float norm = query.direction(users.vectors().chunk(user), users.vectors().offset(user), unit);
    boolean stepped = false;
    int count = negatives.draw(user, item, contrast.slots());
    if (count > 0) {
      replica.readKey(item, key, 0);
      contrast.attract(unit, key, queue.keys(), count, Math.max(norm, SHORTEST_QUERY), gradient);
      stepped = step(user, (float) (weight * settings.userRate()));
    }
    sendPair(user, item, weight, live);
    int follows = Math.min(settings.follows(), historySize);
    if (stepped && live && follows > 0) {
      sink.follow(gradient, weight, items, query.coefficients(historySize), follows);
    }
    blendMomentum(user);
    replica.readKey(item, key, 0);
    queue.add(item, key, 0);
  }

  private void unlearn(int user, int item, float weight, int[] items, int historySize) {
    query.pool(items, historySize);
    float norm = query.direction(users.vectors().chunk(user), users.vectors().offset(user), unit);
    if (!Query.isEmpty(norm)) {
      int count = negatives.draw(user, item, contrast.slots());
      replica.readKey(item, key, 0);
      float length = Math.max(norm, SHORTEST_QUERY);
      float logWeight = (float) Math.log(weight);
      contrast.repel(unit, key, queue.keys(), count, logWeight, length, gradient);
      step(user, (float) settings.userRate());
    }
    sendPair(user, item, -weight, true);
    blendMomentum(user);
  }

  private boolean step(int user, float rate) {
    float meanSquare = Adagrad.meanSquare(gradient, unit.length);
    if (!Float.isFinite(meanSquare)) {
      nonFiniteSteps++;
      return false;
    }
    float accumulator = users.accumulator(user) + meanSquare;
    users.setAccumulator(user, accumulator);
    float[] vectors = users.vectors().chunk(user);
    Adagrad.step(vectors, users.vectors().offset(user), gradient, unit.length, rate, accumulator);
    return true;
  }

  /* The user's key is the query with the momentum vector as it was before this step. */
  private void sendPair(int user, int item, float weight, boolean live) {
    float norm = query.direction(users.momenta().chunk(user), users.momenta().offset(user), unit);
    if (!Query.isEmpty(norm)) {
      int count = seenOrdinals.collect(users.seen(user), item);
      sink.pair(item, user, weight, unit, seenOrdinals.values(), count, live);
    } else if (live && weight > 0) {
      sink.count(item);
    }
  }

  private void blendMomentum(int user) {
    VectorKernels.blend(
        (float) settings.momentum(),
        users.vectors().chunk(user),
        users.vectors().offset(user),
        users.momenta().chunk(user),
        users.momenta().offset(user),
        unit.length);
  }

  /** The keys that negatives are drawn from, for logging and restoring. */
  public ItemKeyQueue queue() {
    return queue;
  }

  /** The past events, for logging and restoring. */
  public Reservoir reservoir() {
    return reservoir;
  }

  /** The mean that ratings are held against, for logging and restoring. */
  public RatingScale ratings() {
    return ratings;
  }

  public Generator generator() {
    return generator;
  }

  /** How users are admitted, for logging, restoring and measuring. */
  public Admission admission() {
    return admission;
  }

  /** Users whose row left since the start because it was not used. */
  public long expiredUsers() {
    return expiredUsers;
  }

  /** Nothing is learnt after this; what was remembered of the replica no longer counts. */
  public void close() {
    if (sweep != null) {
      sweep.close();
    }
  }

  /** Distinct live events learnt by this partition. */
  public long trainedEvents() {
    return trainedEvents;
  }

  public void restoreTrainedEvents(long count) {
    trainedEvents = count;
  }

  /** Steps skipped because their gradient was not finite. */
  public long nonFiniteSteps() {
    return nonFiniteSteps;
  }
}
