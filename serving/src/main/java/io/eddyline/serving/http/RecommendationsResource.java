package io.eddyline.serving.http;

import io.eddyline.serving.retrieve.RecommendationRequest;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code POST /v1/recommendations}. */
final class RecommendationsResource implements Handler<RoutingContext> {
  private final Answers answers;
  private final int maxLimit;

  RecommendationsResource(Answers answers, int maxLimit) {
    this.answers = answers;
    this.maxLimit = maxLimit;
  }

  @Override
  public void handle(RoutingContext ctx) {
    answers.recommend(ctx, parse(ctx));
  }

  private RecommendationRequest parse(RoutingContext ctx) {
    requireJson(ctx.request().getHeader(HttpHeaders.CONTENT_TYPE));
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    faults.throwIfAny();
    var body = ctx.body().buffer();
    return BodyReader.read(Json.read(body == null ? new byte[0] : body.getBytes()), maxLimit);
  }

  private static void requireJson(@Nullable String contentType) {
    String mediaType =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!mediaType.equals(Json.MEDIA_TYPE)) {
      throw new ProblemException(Problem.unsupportedMediaType(contentType));
    }
  }
}
