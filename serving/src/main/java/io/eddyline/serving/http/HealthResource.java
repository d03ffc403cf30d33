package io.eddyline.serving.http;

import io.eddyline.serving.model.ModelSlot;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;

/** {@code /healthz/live}: the event loop turns; {@code /healthz/ready}: a model is loaded. */
final class HealthResource {
  private final ModelSlot slot;

  HealthResource(ModelSlot slot) {
    this.slot = slot;
  }

  void live(RoutingContext ctx) {
    Json.send(ctx.response(), Json.MEDIA_TYPE, Map.of("status", "live"));
  }

  void ready(RoutingContext ctx) {
    long version = slot.version();
    if (version == 0) {
      throw new ProblemException(Problem.notReady());
    }
    Json.send(ctx.response(), Json.MEDIA_TYPE, new ReadyBody("ready", Long.toString(version)));
  }

  record ReadyBody(String status, String modelVersion) {}
}
