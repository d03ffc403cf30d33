package io.eddyline.learner.train;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.negatives.Teleportation;
import io.eddyline.learner.negatives.UserKeyQueue;
import io.eddyline.learner.table.Admission;
import io.eddyline.learner.table.ItemRowListener;
import io.eddyline.learner.table.ItemTable;
import io.eddyline.learner.table.NeighbourLists;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Learns the items of one partition from what the user sides send.
 *
 * <p>A pair contrasts the item's vector with the user's key and a queue of other users' keys; a
 * follow moves the context residual of a history item along the gradient of the user's step.
 *
 * <p>Threading: one thread, the partition's.
 */
public final class ItemSide {
  private static final float SHORTEST_VECTOR = 1e-12f;
  private static final int NO_ROW = -1;
  /* A message uses few rows, so few expire at a time; this works off what a lowered setting leaves. */
  private static final int EXPIRED_PER_MESSAGE = 8;

  private final LearnerSettings settings;
  private final ItemTable items;
  private final ItemRowListener listener;
  private final Generator generator;
  private final UserKeyQueue queue;
  private final Contrast contrast;
  private final @Nullable Teleportation teleportation;
  private final UserNegatives negatives;
  private final float[] unit;
  private final float[] gradient;
  private final Admission admission;
  private long expiredItems;
  private long nonFiniteSteps;

  /** As the other constructor; what is mined is mined at once. */
  public ItemSide(
      LearnerSettings settings, ItemTable items, ItemRowListener listener, Generator generator) {
    this(settings, items, listener, generator, Runnable::run);
  }

  /**
   * @param settings of the model
   * @param items of the partition
   * @param listener is told of each changed row
   * @param generator of the partition's draws
   * @param miner runs the mining of teleported negatives, if there are to be any
   */
  public ItemSide(
      LearnerSettings settings,
      ItemTable items,
      ItemRowListener listener,
      Generator generator,
      Executor miner) {
    int dimension = settings.dimension();
    this.settings = settings;
    this.items = items;
    this.listener = listener;
    this.generator = generator;
    this.queue = new UserKeyQueue(settings.userQueue(), dimension, settings.pairSeenLimit());
    this.contrast = settings.itemContrast();
    this.teleportation =
        settings.teleportation().share() > 0
            ? new Teleportation(
                settings.teleportation(),
                settings.negatives(),
                queue,
                items.vectors(),
                generator,
                miner)
            : null;
    this.negatives = new UserNegatives(queue, teleportation, generator);
    this.unit = new float[dimension];
    this.gradient = new float[dimension];
    this.admission = settings.rows().itemAdmission(settings.seed());
  }

  /**
   * The row of a live event's item; -1 if it has none yet: then the event counts as a sighting, and
   * on the clock of popularity.
   */
  public int admit(String id) {
    int row = items.find(id);
    if (row != NO_ROW) {
      return row;
    }
    if (admission.admits(id)) {
      return items.findOrAdd(id);
    }
    items.countUnpopular();
    expire();
    return NO_ROW;
  }

  /** The row of a replay's or a follow's item; -1 if it has none, which these do not change. */
  public int find(String id) {
    return items.find(id);
  }

  /**
   * Learns that a user was with an item.
   *
   * @param item row of the item
   * @param weight above 0 pulls together and scales the step; below 0 the user joins the negatives
   *     as often as it says
   * @param userKey unit vector from index 0
   * @param seen ordinals of the user's other latest items, newest first, from index 0
   * @param live false for a replay, which makes nothing popular
   */
  public void pair(
      int item,
      String user,
      float weight,
      float[] userKey,
      int[] seen,
      int seenCount,
      boolean live) {
    boolean attracts = weight > 0;
    float norm = direction(item);
    int ordinal = items.ordinal(item);
    int own = queue.find(user);
    int count = negatives.draw(ordinal, own, unit, userKey, attracts, contrast.slots());
    if (attracts && count > 0) {
      contrast.attract(unit, userKey, queue.keys(), count, norm, gradient);
      step(item, (float) (weight * settings.itemRate() * rateFactor(item)));
    } else if (!attracts) {
      float logWeight = (float) Math.log(-weight);
      contrast.repel(unit, userKey, queue.keys(), count, logWeight, norm, gradient);
      step(item, (float) (settings.itemRate() * rateFactor(item)));
    }
    items.momenta().blend(item, (float) settings.momentum(), items.vectors());
    items.countTrainedPair(item);
    if (live && attracts) {
      items.countLive(item);
    } else if (live) {
      items.countUnpopular();
    }
    if (attracts) {
      int slot = queue.put(own, user, userKey, ordinal, seen, seenCount);
      if (teleportation != null) {
        teleportation.trained(item, ordinal, slot);
      }
    }
    if (live) {
      items.use(item);
      if (teleportation != null) {
        teleportation.turn();
      }
    }
    changed(item);
    expire();
  }

  /** Makes an item more popular without training it: a live event whose user has no key yet. */
  public void count(int item) {
    items.countLive(item);
    items.use(item);
    changed(item);
    expire();
  }

  /**
   * Trains the context residual of a history item.
   *
   * @param item row of the item
   * @param rawGradient of the user's step with respect to the raw query
   * @param coefficient of the item in the raw query
   * @param weight scales the step
   */
  public void follow(int item, float[] rawGradient, float coefficient, float weight) {
    VectorKernels.scaleInto(coefficient, rawGradient, 0, gradient, 0, gradient.length);
    float rate = (float) (weight * settings.contextRate() * rateFactor(item));
    if (!Adagrad.step(items.contexts(), item, gradient, rate)) {
      nonFiniteSteps++;
      return;
    }
    items.use(item);
    items.changed(item);
    listener.contextChanged(item);
  }

  /**
   * Counts what a user visited before an item, see {@link NeighbourLists}.
   *
   * @param item row of the item
   * @param previous ids, newest first, from index 0
   * @param weight of the event, above 0
   */
  public void visited(int item, String[] previous, int count, float weight) {
    NeighbourLists neighbours = items.neighbours();
    neighbours.fade(item);
    for (int k = 0; k < count; k++) {
      neighbours.count(item, previous[k], k, weight);
    }
    neighboursChanged(item);
  }

  /**
   * As the other, of ids that may have been counted before.
   *
   * @param guesses of the ids' numbers, -1 or what this wrote there before; receives the numbers
   */
  public void visited(int item, String[] previous, int[] guesses, int count, float weight) {
    NeighbourLists neighbours = items.neighbours();
    neighbours.fade(item);
    for (int k = 0; k < count; k++) {
      guesses[k] = neighbours.count(item, previous[k], guesses[k], k, weight);
    }
    neighboursChanged(item);
  }

  private void neighboursChanged(int item) {
    items.changed(item);
    listener.neighboursChanged(item);
  }

  private void expire() {
    for (int k = 0; k < EXPIRED_PER_MESSAGE; k++) {
      int row = items.expired();
      if (row == NO_ROW) {
        return;
      }
      if (teleportation != null) {
        teleportation.forget(items.ordinal(row));
      }
      listener.removed(row);
      items.remove(row);
      expiredItems++;
    }
  }

  private float direction(int item) {
    float[] vectors = items.vectors().chunk(item);
    int at = items.vectors().offset(item);
    float norm = VectorKernels.normalizeInto(vectors, at, unit, 0, unit.length);
    return Math.max(norm, SHORTEST_VECTOR);
  }

  private double rateFactor(int item) {
    return settings.rates().factor(items.trainedPairs(item));
  }

  private void step(int item, float rate) {
    if (!Adagrad.step(items.vectors(), item, gradient, rate)) {
      nonFiniteSteps++;
    }
  }

  private void changed(int item) {
    items.changed(item);
    listener.changed(item);
  }

  /** The keys that negatives are drawn from, for logging and restoring. */
  public UserKeyQueue queue() {
    return queue;
  }

  /** The teleported negatives, null if their share is 0. */
  public @Nullable Teleportation teleportation() {
    return teleportation;
  }

  public Generator generator() {
    return generator;
  }

  /** How items are admitted, for logging, restoring and measuring. */
  public Admission admission() {
    return admission;
  }

  /** Items whose row left since the start because it was not used. */
  public long expiredItems() {
    return expiredItems;
  }

  /** Steps skipped because their gradient was not finite. */
  public long nonFiniteSteps() {
    return nonFiniteSteps;
  }
}
