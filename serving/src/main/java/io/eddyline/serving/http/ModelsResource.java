package io.eddyline.serving.http;

import io.eddyline.serving.model.Models;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /v1/models}: what is ordered, and every known version with its state. */
final class ModelsResource implements Handler<RoutingContext> {
  private final Models models;

  ModelsResource(Models models) {
    this.models = models;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    ctx.vertx()
        .executeBlocking(() -> ModelsBody.of(models.versions(), models.arms()), false)
        .onSuccess(body -> Json.send(ctx.response(), Json.MEDIA_TYPE, body))
        .onFailure(ctx::fail);
  }
}
