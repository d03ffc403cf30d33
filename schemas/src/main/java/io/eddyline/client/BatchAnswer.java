package io.eddyline.client;

import io.eddyline.client.ProblemException.Problem;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request of a batch: one of the two is null.
 *
 * @param answer the recommendation
 * @param problem why there is none
 */
public record BatchAnswer(@Nullable Recommendation answer, @Nullable Problem problem) {}
