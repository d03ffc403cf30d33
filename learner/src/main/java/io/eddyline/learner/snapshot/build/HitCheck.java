package io.eddyline.learner.snapshot.build;

import io.eddyline.learner.kernel.VectorKernels;
import io.eddyline.learner.table.PopularityDecay;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Ranks the targets of {@link HitProbe}s by the score of the version that is being built, see
 * {@link Scoring}.
 *
 * <p>A rank beyond the list is not worked out: counting stops at the tenth better item, which among
 * many items comes early. A hit costs one pass over all items.
 *
 * <p>Threading: owned by the builder's thread, which changes nothing in the mirror meanwhile.
 */
final class HitCheck {
  private static final int LIST_LENGTH = 10;

  private final RowMirror mirror;
  private final MirrorSource source;
  private final Scoring scoring;
  private final float[] priors;
  private final float[] unit;
  private final float[] coefficients;
  private final float[] affinities;
  private final int[] neighbourRows;
  private final float[] neighbourAffinities;
  private final BitSet excluded = new BitSet();

  /**
   * @param source the mirror's rows
   * @param decay of popularity and trend in one partition
   */
  HitCheck(RowMirror mirror, MirrorSource source, Scoring scoring, PopularityDecay decay) {
    this.mirror = mirror;
    this.source = source;
    this.scoring = scoring;
    this.unit = new float[source.dimension()];
    this.coefficients = new float[scoring.historyLength()];
    this.priors = new float[mirror.items().numberCount()];
    this.affinities = new float[priors.length];
    this.neighbourRows = new int[source.neighbourCount()];
    this.neighbourAffinities = new float[source.neighbourCount()];
    for (int number = 0; number < priors.length; number++) {
      MirroredItem item = mirror.items().row(number);
      priors[number] = item == null ? Float.NEGATIVE_INFINITY : prior(item, decay);
    }
  }

  private float prior(MirroredItem item, PopularityDecay decay) {
    long livePairs = mirror.livePairs(item.partition());
    return scoring.prior(item.popularity(decay, livePairs), item.trend(decay, livePairs));
  }

  /**
   * Whether the target is among the first ten of the items that are not excluded; of equal scores
   * half count as better.
   *
   * @return false also if the user or the target has no row any more
   */
  boolean isHit(HitProbe probe) {
    MirroredItem target = mirror.items().row(probe.target());
    if (target == null || !mirror.users().has(probe.userId())) {
      return false;
    }
    query(probe);
    excluded.clear();
    for (int number : probe.excluded()) {
      excluded.set(number);
    }
    excluded.set(probe.target());
    float threshold = score(target, probe.target());
    if (!Float.isFinite(threshold)) {
      return false;
    }
    double better = 0;
    for (int number = 0; number < priors.length && better < LIST_LENGTH; number++) {
      MirroredItem item = mirror.items().row(number);
      if (item != null && !excluded.get(number)) {
        float score = score(item, number);
        better += score > threshold ? 1 : score == threshold ? 0.5 : 0;
      }
    }
    return better < LIST_LENGTH;
  }

  private float score(MirroredItem item, int number) {
    float cosine = VectorKernels.dot(unit, 0, item.candidate(), 0, unit.length);
    return cosine / scoring.temperature() + priors[number] + affinities[number];
  }

  private void query(HitProbe probe) {
    mirror.users().vector(probe.userId(), unit);
    int count = Math.min(probe.history().length, scoring.historyLength());
    scoring.coefficients(count, coefficients);
    for (int age = 0; age < count; age++) {
      MirroredItem item = mirror.items().row(probe.history()[age]);
      if (item != null) {
        VectorKernels.addScaled(coefficients[age], item.history(), 0, unit, 0, unit.length);
      }
    }
    VectorKernels.normalizeInto(unit, 0, unit, 0, unit.length);
    scoring.neighbourCoefficients(count, coefficients);
    Arrays.fill(affinities, 0);
    for (int age = 0; age < count; age++) {
      addAffinities(probe.history()[age], coefficients[age]);
    }
  }

  private void addAffinities(int number, float coefficient) {
    int row = source.row(number);
    if (row != MirrorSource.NO_ROW) {
      source.neighbours(row, neighbourRows, neighbourAffinities);
      for (int at = 0; at < neighbourRows.length; at++) {
        affinities[source.number(neighbourRows[at])] += coefficient * neighbourAffinities[at];
      }
    }
  }
}
