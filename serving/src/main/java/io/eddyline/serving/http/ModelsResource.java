package io.eddyline.serving.http;

import io.eddyline.serving.model.ModelVersions;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;

/** {@code GET /v1/models}: what is ordered, and every known version with its state. */
final class ModelsResource implements Handler<RoutingContext> {
  private final ModelVersions versions;

  ModelsResource(ModelVersions versions) {
    this.versions = versions;
  }

  @Override
  public void handle(RoutingContext ctx) {
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    ctx.vertx()
        .executeBlocking(() -> ModelsBody.of(versions), false)
        .onSuccess(body -> Json.send(ctx.response(), Json.MEDIA_TYPE, body))
        .onFailure(ctx::fail);
  }
}
