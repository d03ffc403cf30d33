package io.eddyline.ingest.gateway;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * An error answer (RFC 9457) with a code that clients may rely on.
 *
 * @param code stable, in snake case
 * @param detail one sentence: what was seen, what was expected
 * @param members further members of the document
 */
record Problem(int status, String code, String title, String detail, JsonObject members) {
  static final String MEDIA_TYPE = "application/problem+json";

  private static final int UNAVAILABLE = 503;

  static Problem of(int status, String code, String title, String detail) {
    return new Problem(status, code, title, detail, new JsonObject());
  }

  static Problem unreadable(String detail) {
    return of(400, "unreadable", "The body cannot be read", detail);
  }

  static Problem tooLarge(String code, String detail) {
    return of(413, code, "Too large", detail);
  }

  static Problem unsupportedMediaType(String detail) {
    return of(415, "unsupported_media_type", "Unsupported media type", detail);
  }

  static Problem notAvailableYet() {
    return of(
        501,
        "not_available_yet",
        "Not available yet",
        "This call is part of the interface, but this version does not have it yet.");
  }

  static Problem overloaded(String detail) {
    return of(UNAVAILABLE, "overloaded", "Too much to do at once", detail);
  }

  static Problem kafkaUnavailable(String detail) {
    return of(UNAVAILABLE, "kafka_unavailable", "Kafka does not acknowledge", detail);
  }

  static Problem internal() {
    return of(500, "internal", "Internal error", "The fault is ours; it has been logged.");
  }

  /** Answers with this problem. */
  void send(RoutingContext context, int retryAfterSeconds) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    context.response().setStatusCode(status).putHeader("Content-Type", MEDIA_TYPE);
    if (status == UNAVAILABLE) {
      context.response().putHeader("Retry-After", Integer.toString(retryAfterSeconds));
    }
    JsonObject document =
        new JsonObject()
            .put("type", "about:blank")
            .put("title", title)
            .put("status", status)
            .put("code", code)
            .put("detail", detail)
            .put("request_id", RequestIds.of(context))
            .mergeIn(members);
    var _ = context.response().end(document.toBuffer());
  }
}
