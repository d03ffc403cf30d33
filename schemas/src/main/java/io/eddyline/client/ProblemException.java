package io.eddyline.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server's refusal of a call: {@code application/problem+json}. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super("%d %s: %s".formatted(problem.status(), problem.code(), problem.detail()));
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }

  /**
   * What the server said.
   *
   * @param status of HTTP
   * @param code stable, for programs
   * @param requestId by which the server's log knows the call; null from ingest
   * @param errors each fault of an invalid request
   * @param rejected of ingest: each refused record, if none was accepted
   */
  public record Problem(
      int status,
      String code,
      String title,
      String detail,
      @Nullable String requestId,
      @Nullable List<Fault> errors,
      @Nullable List<RefusedRecord> rejected) {}

  /**
   * One fault.
   *
   * @param pointer JSON pointer into the body, null if it is not there
   * @param parameter of path, query or header, null if it is none
   * @param position where in a filter, null for other faults
   * @param expected what could have stood there, null for other faults
   */
  public record Fault(
      @Nullable String pointer,
      @Nullable String parameter,
      String detail,
      @Nullable Position position,
      @Nullable List<String> expected) {}

  /**
   * A place in a text of several lines.
   *
   * @param offset characters before it
   */
  public record Position(int offset, int line, int column) {}
}
