package io.eddyline.serving.http;

import io.eddyline.serving.rerank.Reranking;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What the configuration makes of a request.
 *
 * @param maxLimit largest limit of a list
 */
record RequestRules(int maxLimit, RecommendationConfig config) {
  /** Seeds are whole numbers that every JSON parser reads exactly. */
  private static final long SEEDS = 1L << 53;

  /**
   * The ordering that a client asks for.
   *
   * @param explore 0 to 1, of the configured temperature
   */
  Ordering ordering(List<Boost> boosts, double diversity, double explore) {
    long seed = explore > 0 ? ThreadLocalRandom.current().nextLong(SEEDS) : 0;
    return new Ordering(
        boosts, new Reranking(diversity, explore * config.temperature(), seed), config.poolSize());
  }
}
