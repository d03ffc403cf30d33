package io.eddyline.serving.http;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.token.EventToken;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.eddyline.serving.rerank.Reranking;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import io.eddyline.serving.retrieve.RecommendationRequest.Ordering;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration makes of a request.
 *
 * @param maxLimit largest limit of a list
 * @param applied knows the tokens of events
 */
record RequestRules(int maxLimit, RecommendationConfig config, AppliedEvents applied) {
  /** Seeds are whole numbers that every JSON parser reads exactly. */
  private static final long SEEDS = 1L << 53;

  /** Longest time that a client may wait for its own events. */
  int maxWaitMs() {
    return applied.maxWaitMs();
  }

  /** How long one waits that does not say. */
  int defaultWaitMs() {
    return Math.min(ReadAfter.DEFAULT_WAIT_MS, applied.maxWaitMs());
  }

  /**
   * The events that a client names.
   *
   * @param token as an answer of ingest has it, null for none
   * @throws ProblemException if it is none of this deployment's
   */
  @Nullable ReadAfter after(@Nullable String token, int waitMs) {
    if (token == null) {
      return null;
    }
    EventToken decoded;
    try {
      decoded = EventToken.decode(token);
    } catch (FormatException e) {
      throw new ProblemException(Problem.invalidToken("after is no token of ingest"));
    }
    if (!applied.knows(decoded)) {
      throw new ProblemException(
          Problem.invalidToken("after names partitions that the events do not have"));
    }
    return new ReadAfter(decoded, waitMs);
  }

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
