package io.eddyline.serving.http;

import io.eddyline.schemas.openapi.OpenApiDocument;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /openapi.yaml}: the document that requests are held against. */
final class OpenApiResource implements Handler<RoutingContext> {
  private final Buffer text;

  OpenApiResource(OpenApiDocument document) {
    this.text = Buffer.buffer(document.text());
  }

  @Override
  public void handle(RoutingContext ctx) {
    ctx.response()
        .putHeader(HttpHeaders.CONTENT_TYPE, OpenApiDocument.MEDIA_TYPE)
        .end(text)
        .onFailure(_ -> ctx.response().reset());
  }
}
