package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.ReferenceScorer.Query;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.Arrays;

/**
 * What the reference arithmetic keeps of a query while it passes over the items: the unit vector,
 * and what the history's neighbours get, by ascending item row.
 *
 * <p>Threading: immutable.
 */
final class PreparedQuery {
  private final double[] unit;
  private final int[] neighbourRows;
  private final double[] affinities;

  private PreparedQuery(double[] unit, int[] neighbourRows, double[] affinities) {
    this.unit = unit;
    this.neighbourRows = neighbourRows;
    this.affinities = affinities;
  }

  static PreparedQuery of(Query query, SnapshotSource source, Scoring scoring) {
    int count = Math.min(query.historyRows().size(), scoring.historyLength());
    int[] history =
        query.historyRows().subList(0, count).stream().mapToInt(Integer::intValue).toArray();
    return summed(unit(query.userRow(), history, source, scoring), history, source, scoring);
  }

  /** {@code raw . candidate / |raw|}; 0 if the query is empty. */
  double cosine(float[] candidate) {
    double dot = 0;
    for (int i = 0; i < candidate.length; i++) {
      dot += unit[i] * candidate[i];
    }
    return dot;
  }

  /** The item's affinities to the history, weighted and summed. */
  double affinity(int item) {
    int at = Arrays.binarySearch(neighbourRows, item);
    return at < 0 ? 0 : affinities[at];
  }

  private static double[] unit(int userRow, int[] history, SnapshotSource source, Scoring scoring) {
    float[] vector = new float[source.dimension()];
    double[] raw = new double[source.dimension()];
    if (userRow > 0) {
      source.userVector(userRow - 1, vector);
      addScaled(raw, vector, 1);
    }
    float[] coefficients = new float[history.length];
    scoring.coefficients(history.length, coefficients);
    for (int age = 0; age < history.length; age++) {
      source.historyVector(history[age], vector);
      addScaled(raw, vector, coefficients[age]);
    }
    double square = 0;
    for (double value : raw) {
      square += value * value;
    }
    double norm = Math.max(Math.sqrt(square), Scoring.EMPTY_NORM);
    for (int i = 0; i < raw.length; i++) {
      raw[i] /= norm;
    }
    return raw;
  }

  private static PreparedQuery summed(
      double[] unit, int[] history, SnapshotSource source, Scoring scoring) {
    float[] coefficients = new float[history.length];
    scoring.neighbourCoefficients(history.length, coefficients);
    int[] rows = new int[source.neighbourCount()];
    float[] affinities = new float[source.neighbourCount()];
    // Row above place, so that sorting groups the rows and keeps the order in which they are
    // summed.
    long[] named = new long[history.length * rows.length];
    double[] terms = new double[named.length];
    for (int age = 0; age < history.length; age++) {
      source.neighbours(history[age], rows, affinities);
      for (int at = 0; at < rows.length; at++) {
        int place = age * rows.length + at;
        named[place] = (long) rows[at] << Integer.SIZE | place;
        terms[place] = (double) coefficients[age] * affinities[at];
      }
    }
    Arrays.sort(named);
    int[] distinct = new int[named.length];
    double[] sums = new double[named.length];
    int count = 0;
    for (long name : named) {
      int row = (int) (name >> Integer.SIZE);
      if (count == 0 || distinct[count - 1] != row) {
        distinct[count++] = row;
      }
      sums[count - 1] += terms[(int) name];
    }
    return new PreparedQuery(unit, Arrays.copyOf(distinct, count), Arrays.copyOf(sums, count));
  }

  private static void addScaled(double[] sum, float[] vector, float scale) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (double) scale * vector[i];
    }
  }
}
