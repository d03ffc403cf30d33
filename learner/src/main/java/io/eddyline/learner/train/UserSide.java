package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.negatives.Reservoir;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;

/**
 * Learns the users of one partition, event by event, and tells the owners of items what they need.
 *
 * <p>A step contrasts the user's query with the event's item key and a queue of others ({@link
 * Contrast}); its gradient goes into the user's vector here and, through {@link
 * ItemUpdateSink#follow}, into the context residuals of the latest history items. The item gets the
 * user's momentum key by {@link ItemUpdateSink#pair}. After each event some past ones are trained
 * again. What is learnt of a negative event is in {@link #train}.
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

  private final LearnerSettings settings;
  private final UserTable users;
  private final ItemReplica replica;
  private final ItemUpdateSink sink;
  private final Generator generator;
  private final ItemKeyQueue queue;
  private final Reservoir reservoir;
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
  private long trainedEvents;
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
    this.query = new Query(replica, settings.scoring(0));
    this.contrast = settings.userContrast();
    this.negatives = new ItemNegatives(users, queue, generator, settings.negatives());
    this.seenOrdinals = new SeenOrdinals(replica, settings.pairSeenLimit());
    this.ratings = new RatingScale(settings.ratings());
    this.unit = new float[dimension];
    this.key = new float[dimension];
    this.gradient = new float[dimension];
    this.history = new int[settings.historyLength()];
    this.replayHistory = new int[settings.historyLength()];
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
    int historySize = users.copyHistory(user, item, history);
    switch (polarity) {
      case POSITIVE -> {
        learn(user, item, weight, history, historySize, true);
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
      reservoir.offer(user, item, weight, history, historySize, generator);
    }
  }

  /**
   * What a rating makes of an event's weight, see {@link RatingScale}; counts the rating. To be
   * called once for an event, right before {@link #train}, which marks the row as changed.
   *
   * @param weight of the event, above 0
   * @return the weight to train with, below 0 for a negative event
   */
  public float weigh(int user, double rating, float weight) {
    float signed =
        ratings.signedWeight(rating, users.ratings().count(user), users.ratings().sum(user));
    ratings.add(rating);
    users.ratings().add(user, rating);
    return weight * signed;
  }

  private void replay() {
    for (int k = 0; k < settings.replays() && reservoir.size() > 0; k++) {
      int slot = generator.nextInt(reservoir.size());
      int historySize = reservoir.readPrefix(slot, replayHistory);
      int user = reservoir.user(slot);
      learn(user, reservoir.item(slot), reservoir.weight(slot), replayHistory, historySize, false);
      users.changed(user);
    }
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
