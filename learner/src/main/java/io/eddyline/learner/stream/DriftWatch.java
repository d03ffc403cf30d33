package io.eddyline.learner.stream;

import io.eddyline.learner.health.DriftMonitor;
import io.eddyline.learner.health.DriftSettings;
import io.eddyline.learner.kernel.Generator;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.ItemReplica;
import io.eddyline.learner.table.UserTable;
import io.eddyline.learner.train.LearnerSettings;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Hands the histories of one task's events to the {@link DriftMonitor}, embeds them through the
 * process's item replica, and lets it compare when there is time.
 *
 * <p>Threading: owned by the task's stream thread; {@link #reading} from any.
 */
final class DriftWatch {
  private final UserTable users;
  private final ItemReplica replica;
  private final DriftMonitor monitor;
  private final RankBudget budget;
  private final LongSupplier nanoClock;
  private final float[][] coefficients;
  private final int[] history;

  DriftWatch(
      LearnerSettings settings,
      DriftSettings drift,
      UserTable users,
      ItemReplica replica,
      LongSupplier nanoClock) {
    this.users = users;
    this.replica = replica;
    this.nanoClock = nanoClock;
    this.budget = new RankBudget(1, drift.timeShare());
    this.history = new int[settings.historyLength()];
    this.coefficients = new float[settings.historyLength() + 1][];
    for (int count = 0; count < coefficients.length; count++) {
      coefficients[count] = new float[count];
      settings.scoring().coefficients(count, coefficients[count]);
    }
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
    int size = monitor.samplesNext() ? users.copyHistory(user, item, history) : 0;
    monitor.offer(user, history, size);
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

  private void embed(int[] items, int count, float[] target, int at) {
    float[] raw = new float[replica.dimension()];
    replica.addHistories(coefficients[count], items, count, raw);
    VectorKernels.normalizeInto(raw, 0, target, at, raw.length);
  }
}
