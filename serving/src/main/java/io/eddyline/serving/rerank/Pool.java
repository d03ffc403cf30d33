package io.eddyline.serving.rerank;

/** The candidates of a rearrangement, best first. */
public interface Pool {
  /** Candidates. */
  int size();

  /** Score of a candidate, finite; falls with the rank. */
  float score(int rank);

  /** Tells a candidate from all others of its version, whatever its rank. */
  int row(int rank);

  /** Vector of a candidate, of unit length; the pool keeps it. */
  float[] vector(int rank);
}
