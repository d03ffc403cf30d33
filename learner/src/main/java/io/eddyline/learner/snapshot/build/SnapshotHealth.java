package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.health.EffectiveRank;
import io.eddyline.learner.health.HealthReading;
import io.eddyline.learner.health.HealthSettings;
import io.eddyline.learner.health.LostHits;
import io.eddyline.learner.health.NormReading;
import io.eddyline.learner.health.NormSummary;
import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.snapshot.SnapshotSource;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures the health of each version before it is written, on samples that are evenly spread over
 * the rows.
 *
 * <p>Lost hits: a version ranks a sample of the interactions that are new in it; its hits are kept
 * and ranked again by the next version, with the histories and exclusions of then, so that nothing
 * but the rows has changed. Hits are not kept over a restart.
 *
 * <p>Threading: owned by the builder's thread, which changes nothing in the mirror meanwhile.
 */
final class SnapshotHealth {
  private final HealthSettings settings;
  private final RowMirror mirror;
  private final PopularityDecay decay;
  private final LongSupplier nanoClock;
  private HealthReading last = HealthReading.NONE;
  private List<HitProbe> lastHits = List.of();
  private HealthReading measured = HealthReading.NONE;
  private List<HitProbe> measuredHits = List.of();

  /**
   * @param decay of popularity and trend in one partition
   */
  SnapshotHealth(
      HealthSettings settings, RowMirror mirror, PopularityDecay decay, LongSupplier nanoClock) {
    this.settings = settings;
    this.mirror = mirror;
    this.decay = decay;
    this.nanoClock = nanoClock;
  }

  /** Takes the reading of the version before from its manifest's metrics. */
  void restore(Map<String, Double> metrics) {
    last = HealthReading.of(metrics);
  }

  /**
   * Measures a version; {@link #keep} makes it the one that the next is compared with.
   *
   * @param source the mirror's rows: of them are the lengths and the lost hits
   * @param written the rows that are written, in the same order: of them are the effective ranks
   * @param sinceLastMs time since the version before, of which ranking gets its share
   */
  HealthReading measure(
      MirrorSource source, SnapshotSource written, Scoring scoring, long sinceLastMs) {
    long deadlineNs =
        nanoClock.getAsLong() + (long) (settings.timeShare() * 1e6 * Math.max(0, sinceLastMs));
    int dimension = source.dimension();
    int[] items = sample(source.itemCount());
    int[] users = sample(source.userCount());
    float[] candidates = new float[items.length * dimension];
    float[] userVectors = new float[users.length * dimension];
    double[] itemNorms = new double[items.length];
    double[] contextNorms = new double[items.length];
    double[] userNorms = new double[users.length];
    float[] vector = new float[dimension];
    for (int k = 0; k < items.length; k++) {
      MirroredItem item = source.item(items[k]);
      written.candidateVector(items[k], vector);
      System.arraycopy(vector, 0, candidates, k * dimension, dimension);
      itemNorms[k] = item.vectorNorm();
      contextNorms[k] = item.contextNorm();
    }
    for (int k = 0; k < users.length; k++) {
      source.userVector(users[k], vector);
      userNorms[k] = VectorKernels.norm(vector, 0, dimension);
      written.userVector(users[k], vector);
      System.arraycopy(vector, 0, userVectors, k * dimension, dimension);
    }
    measured =
        new HealthReading(
            EffectiveRank.of(candidates, items.length, dimension),
            EffectiveRank.of(userVectors, users.length, dimension),
            NormReading.after(last.items(), NormSummary.of(itemNorms)),
            NormReading.after(last.contexts(), NormSummary.of(contextNorms)),
            NormReading.after(last.users(), NormSummary.of(userNorms)),
            lostHits(new HitCheck(mirror, source, scoring, decay), deadlineNs));
    return measured;
  }

  /** The version that was measured last is accepted. */
  void keep() {
    last = measured;
    lastHits = measuredHits;
  }

  /* Indexes in [0, count), evenly spread, all of them if they are no more than the sample. */
  private int[] sample(int count) {
    int size = Math.min(count, settings.sampleRows());
    int[] rows = new int[size];
    for (int k = 0; k < size; k++) {
      rows[k] = (int) ((long) k * count / size);
    }
    return rows;
  }

  private LostHits lostHits(HitCheck check, long deadlineNs) {
    int asked = 0;
    int lost = 0;
    for (HitProbe probe : lastHits) {
      if (isLate(deadlineNs)) {
        break;
      }
      asked++;
      lost += check.isHit(probe) ? 0 : 1;
    }
    List<HitProbe> hits = new ArrayList<>();
    int sampled = 0;
    for (String user : mirror.users().takeRecent()) {
      int[] history = mirror.users().has(user) ? mirror.users().history(user) : new int[0];
      if (history.length < 2) {
        continue;
      }
      if (isLate(deadlineNs)) {
        break;
      }
      sampled++;
      HitProbe probe = probe(user, history);
      if (check.isHit(probe)) {
        hits.add(probe);
      }
    }
    measuredHits = hits;
    return new LostHits(sampled, hits.size(), asked, lost);
  }

  private HitProbe probe(String user, int[] history) {
    int target = history[0];
    return new HitProbe(
        user,
        target,
        Arrays.copyOfRange(history, 1, history.length),
        Arrays.stream(mirror.users().seen(user)).filter(item -> item != target).toArray());
  }

  private boolean isLate(long deadlineNs) {
    return nanoClock.getAsLong() - deadlineNs >= 0;
  }
}
