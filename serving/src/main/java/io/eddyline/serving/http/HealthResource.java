package io.eddyline.serving.http;

import io.eddyline.serving.model.ModelSlot;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * {@code /healthz/live}: the event loop turns; {@code /healthz/ready}: a model is loaded, and the
 * rows that changed since it was made were there once.
 */
final class HealthResource {
  private final ModelSlot slot;
  private final BooleanSupplier caughtUp;

  HealthResource(ModelSlot slot, BooleanSupplier caughtUp) {
    this.slot = slot;
    this.caughtUp = caughtUp;
  }

  void live(RoutingContext ctx) {
    Json.send(ctx.response(), Json.MEDIA_TYPE, Map.of("status", "live"));
  }

  void ready(RoutingContext ctx) {
    long version = slot.version();
    if (version == 0) {
      throw new ProblemException(Problem.notReady());
    }
    if (!caughtUp.getAsBoolean()) {
      throw new ProblemException(Problem.catchingUp());
    }
    Json.send(ctx.response(), Json.MEDIA_TYPE, new ReadyBody("ready", Long.toString(version)));
  }

  record ReadyBody(String status, String modelVersion) {}
}
