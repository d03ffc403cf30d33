package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.negatives.ItemKeyQueue;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;

/**
 * One step of a user, of a live event or a replay.
 *
 * <p>It contrasts the user's query with an item's key and a queue of others ({@link Contrast}). Its
 * gradient goes into the user's vector and, if the event is live, through {@link
 * ItemUpdateSink#follow} into the context residuals of the latest history items. The item gets the
 * user's momentum key by {@link ItemUpdateSink#pair}.
 *
 * <p>A user without history and vector has an empty query, the zero vector: it finds all keys
 * alike, and the first step leads straight from their mean to the item. There is no key to send
 * yet.
 *
 * <p>Threading: one thread, the partition's.
 */
final class UserStep {
  /* A raw query shorter than this is taken as this long: its direction is hardly known. */
  private static final float SHORTEST_QUERY = 0.1f;

  private final LearnerSettings settings;
  private final UserTable users;
  private final ItemReplica replica;
  private final ItemUpdateSink sink;
  private final ItemKeyQueue queue;
  private final Query query;
  private final Contrast contrast;
  private final ItemNegatives negatives;
  private final SeenOrdinals seenOrdinals;
  private final float[] unit;
  private final float[] key;
  private final float[] gradient;
  private long nonFiniteSteps;

  /**
   * @param query may be shared; it holds another history after a step
   */
  UserStep(
      LearnerSettings settings,
      UserTable users,
      ItemReplica replica,
      Query query,
      ItemUpdateSink sink,
      Generator generator) {
    int dimension = settings.dimension();
    this.settings = settings;
    this.users = users;
    this.replica = replica;
    this.sink = sink;
    this.queue = new ItemKeyQueue(settings.itemQueue(), dimension);
    this.query = query;
    this.contrast = settings.userContrast();
    this.negatives = new ItemNegatives(users, queue, generator, settings.negatives());
    this.seenOrdinals = new SeenOrdinals(replica, settings.pairSeenLimit());
    this.unit = new float[dimension];
    this.key = new float[dimension];
    this.gradient = new float[dimension];
  }

  /**
   * Pulls user and item together; the item's key joins the queue.
   *
   * @param weight above 0, scales the step
   * @param history items newest first, from index 0
   * @param live false for a replay, which leaves context residuals alone
   */
  void attract(int user, int item, float weight, int[] history, int historySize, boolean live) {
    float norm = direction(user, history, historySize);
    boolean stepped = false;
    int count = negatives.draw(user, item, contrast.slots());
    if (count > 0) {
      replica.readKey(item, key, 0);
      contrast.attract(unit, key, queue.keys(), count, Math.max(norm, SHORTEST_QUERY), gradient);
      stepped = step(user, (float) (weight * rate(user)));
    }
    sendPair(user, item, weight, live);
    int follows = Math.min(settings.follows(), historySize);
    if (stepped && live && follows > 0) {
      sink.follow(gradient, weight, history, query.coefficients(historySize), follows);
    }
    blendMomentum(user);
    replica.readKey(item, key, 0);
    queue.add(item, key, 0);
  }

  /**
   * Pushes a live event's user and item apart.
   *
   * @param weight above 0: the item joins the negatives as often as it says
   */
  void repel(int user, int item, float weight, int[] history, int historySize) {
    float norm = direction(user, history, historySize);
    if (!Query.isEmpty(norm)) {
      int count = negatives.draw(user, item, contrast.slots());
      replica.readKey(item, key, 0);
      float length = Math.max(norm, SHORTEST_QUERY);
      float logWeight = (float) Math.log(weight);
      contrast.repel(unit, key, queue.keys(), count, logWeight, length, gradient);
      step(user, (float) rate(user));
    }
    sendPair(user, item, -weight, true);
    blendMomentum(user);
  }

  private float direction(int user, int[] history, int historySize) {
    query.pool(history, historySize);
    return query.direction(users.vectors().chunk(user), users.vectors().offset(user), unit);
  }

  /* The event being learnt, or the one that a replay follows, is among the trained. */
  private double rate(int user) {
    return settings.userRate() * settings.rates().factor(users.trainedEvents(user) - 1);
  }

  private boolean step(int user, float rate) {
    boolean stepped = Adagrad.step(users.vectors(), user, gradient, rate);
    if (!stepped) {
      nonFiniteSteps++;
    }
    return stepped;
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
    users.momenta().blend(user, (float) settings.momentum(), users.vectors());
  }

  /** The keys that negatives are drawn from. */
  ItemKeyQueue queue() {
    return queue;
  }

  /** Steps skipped because their gradient was not finite. */
  long nonFiniteSteps() {
    return nonFiniteSteps;
  }
}
