package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;

/**
 * Learns the users of one partition, event by event, and tells the owners of items what they need.
 *
 * <p>A positive or negative event is one {@link UserStep}, followed by a {@link Replay} of past
 * ones; {@link UserExpiry} keeps what is remembered bounded. What is learnt of a negative event is
 * in {@link #train}.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class UserSide {
  private static final int NO_ROW = -1;

  private final UserTable users;
  private final ItemReplica replica;
  private final ItemUpdateSink sink;
  private final Generator generator;
  private final UserStep step;
  private final Replay replay;
  private final UserExpiry expiry;
  private final RatingScale ratings;
  private final int[] history;
  private final Admission admission;
  private final boolean itemsWait;
  private final int neighbourReach;
  private final long historyMaxAgeMs;
  private long trainedEvents;

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
    this.users = users;
    this.replica = replica;
    this.sink = sink;
    this.generator = generator;
    Query query = new Query(replica, settings.scoring());
    this.step = new UserStep(settings, users, replica, query, sink, generator);
    this.replay = new Replay(settings, users, replica, query, step, generator);
    this.expiry = new UserExpiry(users, replay.reservoir(), step.queue(), replica);
    this.ratings = new RatingScale(settings.ratings());
    this.history = new int[settings.historyLength()];
    this.admission = settings.rows().userAdmission(settings.seed());
    this.itemsWait = settings.rows().admitAfterSightings() > 1;
    NeighbourSettings neighbours = settings.neighbours();
    this.historyMaxAgeMs = settings.historyMaxAgeMs();
    this.neighbourReach = neighbours.length() == 0 ? 0 : neighbours.reach();
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
    expiry.step(trainedEvents);
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
    if (historyMaxAgeMs > 0) {
      users.forget(user, eventTimeMs - historyMaxAgeMs);
    }
    int historySize = users.histories().copy(user, item, history);
    switch (polarity) {
      case POSITIVE -> {
        step.attract(user, item, weight, history, historySize, true);
        int previous = Math.min(neighbourReach, historySize);
        if (previous > 0) {
          sink.visited(item, weight, history, previous);
        }
        users.remember(user, item, weight, eventTimeMs);
      }
      case NEGATIVE -> step.repel(user, item, weight, history, historySize);
      case NEUTRAL -> {}
    }
    if (marksSeen) {
      users.seen(user).add(item);
    }
    users.changed(user);
    if (polarity != Polarity.NEUTRAL) {
      replay.train();
    }
    if (polarity == Polarity.POSITIVE) {
      long clock = users.expires() ? trainedEvents : 0;
      replay.keep(user, item, weight, clock, history, historySize);
    }
    expiry.step(trainedEvents);
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

  /**
   * Whether user and item of a slot of the {@link #reservoir} still have the rows that they had.
   */
  public boolean canReplay(int slot) {
    return replay.canReplay(slot);
  }

  /** The keys that negatives are drawn from, for logging and restoring. */
  public ItemKeyQueue queue() {
    return step.queue();
  }

  /** The past events, for logging and restoring. */
  public Reservoir reservoir() {
    return replay.reservoir();
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
    return expiry.expiredUsers();
  }

  /** Nothing is learnt after this; what was remembered of the replica no longer counts. */
  public void close() {
    expiry.close();
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
    return step.nonFiniteSteps();
  }
}
