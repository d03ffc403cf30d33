package io.eddyline.schemas.snapshot;

import java.util.List;

/**
 * Names of the files of one snapshot version.
 *
 * <pre>
 *   N = items, M = N with padding, U = users, d = dimension, T = neighbours an item, C = clusters,
 *   S = slots of a cluster; all little-endian
 *
 *   model.onnx        the graph; its tables are ONNX external data in the files below
 *   items.f32         M x d      candidate vectors, unit length; zeros as padding
 *   history.f32       N x d      history vectors, key + context residual
 *   users.f32         (U+1) x d  user vectors; row 0 is zero, the unknown user; user r is row r + 1
 *   popularity.f32    N          decayed popularity
 *   trend.f32         N          the same with a shorter half-life
 *   neighbours.i32    N x T      item rows of the greatest affinity, best first; padded with 0
 *   affinities.f32    N x T      affinity of each, see {@link Scoring}; 0 for padding
 *   counts.f16        N x T      of each, the visits before the item by its own list; 0 for padding.
 *                                Older versions have none
 *   item-ids.bin      vocabulary of the item rows
 *   user-ids.bin      vocabulary of the user rows
 *   histories.bin     ragged int32, U lists: item rows of the user's history, newest first
 *   seen.bin          ragged int32, U lists: item rows that the user already has
 *   catalogue.ndjson  a line a catalogue entry
 *   exact.onnx        only beside a clustered model.onnx: the graph that looks at every item
 *   centroids.f32     C x d          only of a clustered version, as all below: centres of the clusters
 *   cluster-priors.f32  C            mean prior of a cluster's items
 *   cluster-rows.i32  C x S          item rows in a cluster's slots; -1 in empty ones
 *   cluster-codes.i8  C x d x S      their vectors in int8, under one scale; 0 in empty slots
 *   cluster-sums.i32  C x S          64 times the sum of each one's codes
 *   item-positions.i32  N            cluster S + slot of each item
 *   probes.json       queries with the answers of the learner's reference arithmetic
 *   manifest.json     sizes and SHA-256 of all of the above; written last
 *   manifest.sig      only of a signed version: Ed25519 signature of manifest.json's bytes, 64 bytes
 * </pre>
 *
 * <p>A version without items has every file but model.onnx: its item tables are empty, its probes
 * none, and serving answers it with empty lists. Where T is 0, neighbours.i32, affinities.f32 and
 * counts.f16 are empty.
 */
public final class SnapshotFiles {
  public static final String MODEL = "model.onnx";
  public static final String EXACT_MODEL = "exact.onnx";
  public static final String CENTROIDS = "centroids.f32";
  public static final String CLUSTER_PRIORS = "cluster-priors.f32";
  public static final String CLUSTER_ROWS = "cluster-rows.i32";
  public static final String CLUSTER_CODES = "cluster-codes.i8";
  public static final String CLUSTER_SUMS = "cluster-sums.i32";
  public static final String ITEM_POSITIONS = "item-positions.i32";
  public static final String ITEMS = "items.f32";
  public static final String HISTORY = "history.f32";
  public static final String USERS = "users.f32";
  public static final String POPULARITY = "popularity.f32";
  public static final String TREND = "trend.f32";
  public static final String NEIGHBOURS = "neighbours.i32";
  public static final String AFFINITIES = "affinities.f32";
  public static final String COUNTS = "counts.f16";
  public static final String ITEM_IDS = "item-ids.bin";
  public static final String USER_IDS = "user-ids.bin";
  public static final String HISTORIES = "histories.bin";
  public static final String SEEN = "seen.bin";
  public static final String CATALOGUE = "catalogue.ndjson";
  public static final String PROBES = "probes.json";
  public static final String MANIFEST = "manifest.json";
  public static final String SIGNATURE = "manifest.sig";

  /** The tables that only a clustered version has. */
  public static final List<String> OF_CLUSTERS =
      List.of(CENTROIDS, CLUSTER_PRIORS, CLUSTER_ROWS, CLUSTER_CODES, CLUSTER_SUMS, ITEM_POSITIONS);

  /** Rows of items.f32 come in multiples of this, so that the graph can look at them in groups. */
  public static final int ITEM_GROUP = 128;

  private SnapshotFiles() {}

  /** M, the rows of items.f32: the items, and zeros, one at least, up to a whole group. */
  public static int paddedItems(int items) {
    return (items / ITEM_GROUP + 1) * ITEM_GROUP;
  }
}
