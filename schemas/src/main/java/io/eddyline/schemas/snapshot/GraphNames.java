package io.eddyline.schemas.snapshot;

/**
 * Inputs and outputs of the graph in {@code model.onnx}.
 *
 * <pre>
 *   B = queries, N = items, d = dimension, H = history slots, T = neighbours an item,
 *   E = exclusions a query, K = results a query
 *
 *   user_row           int64   [B]     row of users.f32; 0 is the unknown user
 *   user_vector        float32 [B, d]  added to the row; zeros unless a newer vector is known
 *   history_rows       int64   [B, H]  item rows, newest first; any row where the weights are 0
 *   history_weights    float32 [B, H]  coefficient of each, see {@link Scoring#coefficients}
 *   neighbour_weights  float32 [B, H]  the same for its affinities, see {@link
 *                                      Scoring#neighbourCoefficients}
 *   bias               float32 [N]     added to every query's scores; -inf hides an item
 *   exclusions         int64   [B, E]  item rows that must not be answered; -1 for padding
 *   k                  int64   [1]     results a query, at most N
 *
 *   item_rows          int64   [B, K]  best first
 *   scores             float32 [B, K]  the formula's value; -inf marks a filler
 *
 *   raw   = users[user_row] + user_vector + sum_h history_weights[h] * history[history_rows[h]]
 *   score = (raw / max(|raw|, 1e-8)) . items^T / tau + bias
 *   score[neighbours[history_rows[h], t]] += neighbour_weights[h] * affinities[history_rows[h], t]
 *                                            for all h and t
 * </pre>
 *
 * <p>Where T is 0, neighbour_weights is an input all the same and plays no part. A snapshot without
 * items has no graph to run; its version serves empty answers.
 */
public final class GraphNames {
  public static final String USER_ROW = "user_row";
  public static final String USER_VECTOR = "user_vector";
  public static final String HISTORY_ROWS = "history_rows";
  public static final String HISTORY_WEIGHTS = "history_weights";
  public static final String NEIGHBOUR_WEIGHTS = "neighbour_weights";
  public static final String BIAS = "bias";
  public static final String EXCLUSIONS = "exclusions";
  public static final String K = "k";
  public static final String ITEM_ROWS = "item_rows";
  public static final String SCORES = "scores";

  private GraphNames() {}
}
