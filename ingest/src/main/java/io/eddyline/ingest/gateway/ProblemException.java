package io.eddyline.ingest.gateway;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;

/** A request that ends in a {@link Problem}. */
final class ProblemException extends EddylineException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.status() == 503 ? Action.RETRY : Action.STOP, problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
