package io.eddyline.learner.snapshot;

import io.eddyline.learner.snapshot.cluster.Clusters;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotDraft;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.util.Arrays;

/**
 * The tables of a clustered version, see {@link SnapshotFiles}.
 *
 * <pre>
 *   code of x = round(x / unit)     unit = largest |x| of all items / 127
 * </pre>
 */
final class ClusterWriter {
  private static final int LARGEST_CODE = 127;

  /** Of a cluster without items; far below any score. */
  static final float NO_PRIOR = -1e9f;

  private final SnapshotSource source;
  private final Scoring scoring;
  private final Clusters clusters;
  private final SnapshotDraft draft;
  private final float[] vector;
  private final float unit;

  ClusterWriter(SnapshotSource source, Scoring scoring, Clusters clusters, SnapshotDraft draft) {
    this.source = source;
    this.scoring = scoring;
    this.clusters = clusters;
    this.draft = draft;
    this.vector = new float[source.dimension()];
    this.unit = unit();
  }

  /** Value of a code of 1. */
  float codeScale() {
    return unit;
  }

  void write() throws IOException {
    writeCentroids();
    writeMembers();
    writeCodes();
  }

  private float unit() {
    float largest = Float.MIN_NORMAL;
    for (int item = 0; item < source.itemCount(); item++) {
      source.candidateVector(item, vector);
      for (float value : vector) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest / LARGEST_CODE;
  }

  private void writeCentroids() throws IOException {
    int stride = clusters.means().length / clusters.count();
    float[] means = clusters.means();
    try (TableWriter centroids = TableWriter.create(draft.file(SnapshotFiles.CENTROIDS));
        TableWriter priors = TableWriter.create(draft.file(SnapshotFiles.CLUSTER_PRIORS))) {
      for (int cluster = 0; cluster < clusters.count(); cluster++) {
        System.arraycopy(means, cluster * stride, vector, 0, vector.length);
        centroids.write(vector);
        float prior = means[cluster * stride + vector.length] / scoring.temperature();
        priors.write(clusters.size(cluster) == 0 ? NO_PRIOR : prior);
      }
    }
  }

  private void writeMembers() throws IOException {
    int[] rows = new int[clusters.slots()];
    try (TableWriter members = TableWriter.create(draft.file(SnapshotFiles.CLUSTER_ROWS))) {
      for (int cluster = 0; cluster < clusters.count(); cluster++) {
        for (int slot = 0; slot < rows.length; slot++) {
          rows[slot] = clusters.member(cluster, slot);
        }
        members.write(rows);
      }
    }
    int[] position = new int[1];
    try (TableWriter positions = TableWriter.create(draft.file(SnapshotFiles.ITEM_POSITIONS))) {
      for (int item = 0; item < source.itemCount(); item++) {
        position[0] = clusters.position(item);
        positions.write(position);
      }
    }
  }

  private void writeCodes() throws IOException {
    int slots = clusters.slots();
    byte[] codes = new byte[vector.length * slots];
    int[] sums = new int[slots];
    try (TableWriter columns = TableWriter.create(draft.file(SnapshotFiles.CLUSTER_CODES));
        TableWriter codeSums = TableWriter.create(draft.file(SnapshotFiles.CLUSTER_SUMS))) {
      for (int cluster = 0; cluster < clusters.count(); cluster++) {
        Arrays.fill(codes, (byte) 0);
        Arrays.fill(sums, 0);
        for (int slot = 0; slot < slots; slot++) {
          int item = clusters.member(cluster, slot);
          if (item != Clusters.EMPTY) {
            source.candidateVector(item, vector);
            sums[slot] = ClusteredGraphWriter.CODE_ZERO * encode(codes, slot, slots);
          }
        }
        columns.write(codes);
        codeSums.write(sums);
      }
    }
  }

  /* Returns the sum of the codes. */
  private int encode(byte[] codes, int slot, int slots) {
    int sum = 0;
    for (int at = 0; at < vector.length; at++) {
      int code = Math.clamp(Math.round(vector[at] / unit), -LARGEST_CODE, LARGEST_CODE);
      codes[at * slots + slot] = (byte) code;
      sum += code;
    }
    return sum;
  }
}
