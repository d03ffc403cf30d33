package io.eddyline.serving.http;

/**
 * Ends a handler with a problem as the answer. Carries no stack trace: it is no failure of ours.
 */
final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
