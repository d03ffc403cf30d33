package io.eddyline.learner.negatives;

import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.FloatSlab;
import java.util.concurrent.Executor;

/**
 * Teleported negatives of one item partition: lists of hard ones by item, mined now and then
 * against a frozen copy of the user keys, and drawn from at each step.
 *
 * <pre>
 *   training thread                                          executor
 *   trained(...)            notes row and ordinal
 *   turn(), every episode:  copies keys and the rows' anchors ──▶ MiningEpisode.run
 *   turn(), when done:      TeleportQueue takes the lists      ◀── DONE
 *   draw(...)               slots of the live queue
 * </pre>
 *
 * <p>A list names users by their serials in the queue, so a drawn negative is the user's key as it
 * is now, and one who has left the queue is passed over. Lists are not logged: after a restart the
 * first episodes find them anew.
 *
 * <p>Threading: one thread, the partition's; only the episode goes to the executor. With an
 * executor that runs at once, the same input gives the same draws.
 */
public final class Teleportation {
  /* Keys of a list that are scored for each one drawn: enough to choose from, at bounded cost. */
  private static final int SCORED_PER_DRAW = 4;

  private final TeleportationSettings settings;
  private final UserKeyQueue queue;
  private final FloatSlab anchors;
  private final Generator generator;
  private final Executor executor;
  private final int dimension;
  private final int[] quotas;
  private final MiningEpisode episode;
  private final TeleportQueue lists;
  private final TouchedRows touched;
  private final SimAns simAns;
  private final int[] candidates;
  private final int[] ages;
  private final float[] weights;
  private int pairsSinceEpisode;
  private long minedLists;
  private long miningNs;
  private long drawnNegatives;
  private long filteredNegatives;

  /**
   * @param settings with a share above 0
   * @param negatives of a step, teleported ones included
   * @param queue of the partition's user keys
   * @param anchors vectors of the partition's items
   * @param generator of the partition's draws
   * @param executor runs the mining
   */
  public Teleportation(
      TeleportationSettings settings,
      int negatives,
      UserKeyQueue queue,
      FloatSlab anchors,
      Generator generator,
      Executor executor) {
    this.settings = settings;
    this.queue = queue;
    this.anchors = anchors;
    this.generator = generator;
    this.executor = executor;
    this.dimension = queue.dimension();
    this.quotas = quotas(settings, negatives);
    this.episode =
        new MiningEpisode(
            queue.capacity(), dimension, settings.episodeLists(), settings.listLength());
    this.lists = new TeleportQueue(settings.lists(), settings.listLength());
    this.touched = new TouchedRows(settings.episodeLists());
    this.simAns = new SimAns(settings);
    this.candidates = new int[settings.listLength()];
    this.ages = new int[settings.listLength()];
    this.weights = new float[settings.listLength()];
  }

  /* The compartments' parts of the teleported negatives; they add up to the share, rounded. */
  static int[] quotas(TeleportationSettings settings, int negatives) {
    double[] parts = {settings.current(), settings.past(), settings.lookahead()};
    double sum = parts[0] + parts[1] + parts[2];
    int[] quotas = new int[TeleportQueue.COMPARTMENTS];
    double upTo = 0;
    long given = 0;
    for (int k = 0; k < quotas.length; k++) {
      upTo += parts[k] / sum * settings.share() * negatives;
      quotas[k] = (int) (Math.round(upTo) - given);
      given += quotas[k];
    }
    return quotas;
  }

  /**
   * Draws the teleported negatives of a step.
   *
   * @param ordinal of the item, as the queue's entries name it
   * @param ownSlot of the positive's user, -1 if he has none
   * @param anchor unit vector of the item
   * @param positive unit key of the user
   * @param slots receives the queue's slots from index 0
   * @return how many there are
   */
  public int draw(int ordinal, int ownSlot, float[] anchor, float[] positive, int[] slots) {
    int list = lists.find(ordinal);
    if (list < 0) {
      return 0;
    }
    float positiveCosine = VectorKernels.dot(anchor, 0, positive, 0, dimension);
    int drawn = 0;
    for (int compartment = 0; compartment < quotas.length; compartment++) {
      if (quotas[compartment] > 0) {
        int count = collect(list, compartment, ordinal, ownSlot, slots, drawn);
        VectorKernels.dotRows(anchor, 0, queue.keys(), candidates, count, dimension, weights);
        int kept = simAns.weigh(candidates, weights, ages, count, positiveCosine);
        filteredNegatives += count - kept;
        drawn +=
            SimAns.draw(candidates, weights, kept, quotas[compartment], generator, slots, drawn);
      }
    }
    drawnNegatives += drawn;
    return drawn;
  }

  /*
   * Candidates of a compartment: a run of the list from a random place on, wrapped around, of keys
   * that are still in the queue, without the item, and not drawn yet.
   */
  private int collect(int list, int compartment, int ordinal, int ownSlot, int[] slots, int drawn) {
    int count = 0;
    int length = lists.count(list, compartment);
    int most = Math.min(length, SCORED_PER_DRAW * quotas[compartment]);
    int k = most < length ? generator.nextInt(length) : 0;
    for (int left = length; left > 0 && count < most; left--) {
      int slot = queue.slotOf(lists.serial(list, compartment, k));
      if (slot >= 0
          && slot != ownSlot
          && !queue.hasSeen(slot, ordinal)
          && !VectorKernels.contains(slots, 0, drawn, slot)) {
        ages[count] = lists.age(list, compartment, k);
        candidates[count++] = slot;
      }
      k = k + 1 < length ? k + 1 : 0;
    }
    return count;
  }

  /** Notes that the item of a row and ordinal was drawn to the user of a slot. */
  public void trained(int row, int ordinal, int slot) {
    touched.touch(row, ordinal, queue.serial(slot));
  }

  /** Drops the lists of an item that is no longer there. */
  public void forget(int ordinal) {
    lists.forget(ordinal);
  }

  /** Counts a live pair, takes finished lists and begins the next episode when it is due. */
  public void turn() {
    takeFinished();
    if (++pairsSinceEpisode >= settings.episodeEvents() && episode.isOpen()) {
      pairsSinceEpisode = 0;
      begin();
      takeFinished();
    }
  }

  private void begin() {
    int count = touched.drainTo(episode);
    for (int k = 0; k < count; k++) {
      int row = episode.rows[k];
      System.arraycopy(
          anchors.chunk(row), anchors.offset(row), episode.anchors, k * dimension, dimension);
    }
    queue.copyTo(episode.view);
    episode.submit(count);
    executor.execute(episode);
  }

  private void takeFinished() {
    if (!episode.isDone()) {
      return;
    }
    for (int k = 0; k < episode.mined(); k++) {
      lists.install(episode.ordinals[k], episode, k);
    }
    minedLists += episode.mined();
    miningNs += episode.tookNs();
    episode.reopen();
  }

  /** Items whose lists were mined, counted each time. */
  public long minedLists() {
    return minedLists;
  }

  /** Time that the mining took on the executor's thread. */
  public long miningNs() {
    return miningNs;
  }

  /** Negatives drawn from the lists. */
  public long drawnNegatives() {
    return drawnNegatives;
  }

  /** Candidates left out because they score like the positive, or are not finite. */
  public long filteredNegatives() {
    return filteredNegatives;
  }
}
