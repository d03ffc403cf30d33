package io.eddyline.serving.rerank;

/**
 * How a pool is rearranged.
 *
 * @param diversity delta, 0 to 1: 0 looks at the scores alone, 1 at how unlike the items are
 * @param temperature T, at least 0, in units of the score: 0 always takes the best
 * @param seed of the noise
 */
public record Reranking(double diversity, double temperature, long seed) {
  public Reranking {
    if (!(diversity >= 0 && diversity <= 1) || !(temperature >= 0 && temperature < 1e6)) {
      throw new IllegalArgumentException(
          "diversity %s and temperature %s: expected 0 to 1, and at least 0"
              .formatted(diversity, temperature));
    }
  }

  /** Whether the order may differ from that of the scores. */
  public boolean rearranges() {
    return diversity > 0 || temperature > 0;
  }
}
