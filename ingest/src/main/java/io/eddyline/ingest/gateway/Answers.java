package io.eddyline.ingest.gateway;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/** Answers that are not problems. Event loops. */
final class Answers {
  private Answers() {}

  static void accepted(RoutingContext context, JsonObject answer) {
    json(context, 202, answer);
  }

  static void json(RoutingContext context, int status, JsonObject answer) {
    send(context, status, "application/json", answer.encode());
  }

  static void send(RoutingContext context, int status, String contentType, String body) {
    if (context.response().closed()) {
      return;
    }
    var _ =
        context.response().setStatusCode(status).putHeader("Content-Type", contentType).end(body);
  }
}
