package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.health.DriftSettings;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.ReplicaReader;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the histories of one task's events to the {@link DriftMonitor}, embeds them through the
 * process's item replica, and lets it compare when there is time.
 *
 * <p>It remembers ordinals over events, so it is a reader of the replica: retired items leave the
 * samples, and none enters them.
 *
 * <p>Threading: owned by the task's stream thread; {@link #reading} from any.
 */
final class DriftWatch implements AutoCloseable {
  /* A pass looks at all samples; this many events pay for it. */
  private static final int EVENTS_PER_PASS = 256;

  private final UserTable users;
  private final ItemReplica replica;
  private final ReplicaReader reader;
  private final DriftMonitor monitor;
  private final RankBudget budget;
  private final LongSupplier nanoClock;
  private final float[][] coefficients;
  private final int[] history;
  private int events;

  DriftWatch(
      LearnerSettings settings,
      DriftSettings drift,
      UserTable users,
      ItemReplica replica,
      LongSupplier nanoClock) {
    this.users = users;
    this.replica = replica;
    this.reader = replica.addReader();
    this.nanoClock = nanoClock;
    this.budget = new RankBudget(1, drift.timeShare());
    this.history = new int[settings.historyLength()];
    this.coefficients = settings.scoring().coefficientTable();
    this.monitor =
        new DriftMonitor(
            drift,
            settings.historyLength(),
            settings.dimension(),
            this::embed,
            new Generator(settings.seed()));
  }

  /**
   * Counts a positive event, before it is trained.
   *
   * @param user row of the user, or -1: nothing is known of one without a row
   * @param item its item, or -1
   */
  void offer(int user, int item) {
    if (user < 0) {
      return;
    }
    int size = monitor.samplesNext() ? copyHistory(user, item) : 0;
    monitor.offer(user, history, size);
    events = (events + 1) % EVENTS_PER_PASS;
    if (events == 0 && reader.hasWork()) {
      reader.startPass();
      monitor.drop(replica::isRetired);
      reader.endPass();
    }
  }

  private int copyHistory(int user, int item) {
    int size = users.histories().copy(user, item, history);
    int kept = 0;
    for (int k = 0; k < size; k++) {
      if (!replica.isRetired(history[k])) {
        history[kept++] = history[k];
      }
    }
    return kept;
  }

  /** Compares the windows if they wait and there is time for it. */
  DriftMonitor.@Nullable Reading compare() {
    long startNs = nanoClock.getAsLong();
    if (!monitor.isReady() || !budget.admits(startNs)) {
      return null;
    }
    DriftMonitor.Reading found = monitor.compare();
    budget.spent(nanoClock.getAsLong() - startNs);
    return found;
  }

  DriftMonitor.Reading reading() {
    return monitor.reading();
  }

  /** Nothing is remembered any more. */
  @Override
  public void close() {
    reader.close();
  }

  private void embed(int[] items, int count, float[] target, int at) {
    float[] raw = new float[replica.dimension()];
    replica.addHistories(coefficients[count], items, count, raw);
    VectorKernels.normalizeInto(raw, 0, target, at, raw.length);
  }
}
