package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.eddyline.serving.filter.FilterSyntaxException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An error as {@code application/problem+json} (RFC 9457).
 *
 * @param status HTTP status
 * @param code stable, for programs
 * @param title the same for every occurrence of the code
 * @param detail this occurrence, for people
 * @param errors each fault of an invalid request, null otherwise
 * @param retryAfterSeconds for the Retry-After header, 0 for none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
    int status,
    String code,
    String title,
    String detail,
    @Nullable List<Fault> errors,
    @JsonIgnore int retryAfterSeconds) {
  private static final int RETRY_SECONDS = 1;

  /**
   * One thing that is wrong with a request.
   *
   * @param pointer JSON pointer into the body, null if it is not in the body
   * @param parameter name of the path or query parameter, null if it is in the body
   * @param detail what was seen and what was expected
   * @param position where in a filter, null for other faults
   * @param expected what could have stood there, null if that is not known
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Fault(
      @Nullable String pointer,
      @Nullable String parameter,
      String detail,
      FilterSyntaxException.@Nullable Position position,
      @Nullable List<String> expected) {
    /** A fault that is not within a filter. */
    static Fault of(@Nullable String pointer, @Nullable String parameter, String detail) {
      return new Fault(pointer, parameter, detail, null, null);
    }
  }

  static Problem unreadable(String detail) {
    return of(400, "unreadable", "The request is not readable", detail);
  }

  static Problem notFound(@Nullable String path) {
    return of(404, "not_found", "There is no such resource", "no resource at " + path);
  }

  static Problem methodNotAllowed(String method, @Nullable String path) {
    return of(
        405,
        "method_not_allowed",
        "The resource does not take this method",
        method + " on " + path);
  }

  static Problem tooLarge(int limitBytes) {
    return of(
        413,
        "too_large",
        "The request is too large",
        "the body is longer than %d bytes".formatted(limitBytes));
  }

  static Problem unsupportedMediaType(@Nullable String seen) {
    return of(
        415,
        "unsupported_media_type",
        "The body is of another media type",
        "Content-Type %s, expected application/json".formatted(seen == null ? "is absent" : seen));
  }

  /** Of a request that is valid but for its filters, or is not valid otherwise. */
  static Problem invalid(List<Fault> faults) {
    boolean filters = faults.stream().allMatch(fault -> fault.position() != null);
    return new Problem(
        422,
        filters ? "invalid_filter" : "invalid_request",
        filters ? "The filter is not valid" : "The request is not valid",
        faults.getFirst().detail(),
        List.copyOf(faults),
        0);
  }

  static Problem notAvailableYet(String what) {
    return of(
        501,
        "not_available_yet",
        "This part of the API is not available yet",
        what + " is not available yet");
  }

  static Problem notReady() {
    return retry("not_ready", "Serving is not ready", "no model is loaded yet");
  }

  static Problem catchingUp() {
    return retry(
        "not_ready", "Serving is not ready", "the rows that changed since the version are read");
  }

  static Problem overloaded() {
    return retry("overloaded", "Serving is overloaded", "too many requests are under way");
  }

  static Problem invalidCursor(String detail) {
    return of(400, "invalid_cursor", "The cursor is not one of this list", detail);
  }

  static Problem invalidToken(String detail) {
    return of(400, "invalid_token", "The token is not one of this deployment", detail);
  }

  static Problem cursorExpired(String detail) {
    return of(
        410,
        "cursor_expired",
        "The list cannot go on",
        detail + "; ask for the first page of a new list");
  }

  static Problem unknownItem(String detail) {
    return of(404, "unknown_item", "There is no such item", detail);
  }

  static Problem unknownVersion(String detail) {
    return of(404, "unknown_version", "There is no such version", detail);
  }

  static Problem nothingOrdered(String detail) {
    return of(404, "nothing_ordered", "There is no such order in force", detail);
  }

  static Problem refusedVersion(String detail) {
    return of(
        409,
        "refused_version",
        "The version's gate advises against it",
        detail + "; force=true sets that aside");
  }

  static Problem unsoundVersion(String detail) {
    return of(422, "unsound_version", "The version failed a check of its files", detail);
  }

  static Problem kafkaUnavailable() {
    return retry(
        "kafka_unavailable",
        "Kafka does not answer",
        "the order could not be written; what is served goes on");
  }

  static Problem deadline(int deadlineMs) {
    return of(
        504,
        "deadline",
        "The answer took too long",
        "no answer within %d ms".formatted(deadlineMs));
  }

  static Problem internal() {
    return of(500, "internal", "Serving failed", "the failure is in the server's log");
  }

  private static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, null, 0);
  }

  private static Problem retry(String code, String title, String detail) {
    return new Problem(503, code, title, detail, null, RETRY_SECONDS);
  }
}
