package io.eddyline.serving.http;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.retrieve.Recommendation;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.Recommender;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Has an answer computed on the workers within the deadline and sends it.
 *
 * <p>Threading: called on event loops; answers come back to the request's own.
 */
final class Answers {
  private final ModelSlot slot;
  private final RetrievalWorkers workers;
  private final int deadlineMs;
  private final InstantSource clock;

  Answers(ModelSlot slot, RetrievalWorkers workers, int deadlineMs, InstantSource clock) {
    this.slot = slot;
    this.workers = workers;
    this.deadlineMs = deadlineMs;
    this.clock = clock;
  }

  /** Personal, or popular when the deadline passes first. */
  void recommend(RoutingContext ctx, RecommendationRequest request) {
    send(
        ctx,
        compute(ctx, model -> Recommender.recommend(model, request))
            .recover(
                failure ->
                    failure instanceof TimeoutException
                        ? popularInstead(request)
                        : Future.failedFuture(failure)));
  }

  /** The same for everyone. */
  void popular(RoutingContext ctx, int offset, int limit) {
    send(ctx, compute(ctx, model -> Recommender.popular(model, offset, limit)));
  }

  private Future<Recommendation> compute(
      RoutingContext ctx, Function<LoadedModel, Recommendation> task) {
    return Future.fromCompletionStage(
        workers.submit(task).orTimeout(deadlineMs, TimeUnit.MILLISECONDS),
        ctx.vertx().getOrCreateContext());
  }

  private Future<Recommendation> popularInstead(RecommendationRequest request) {
    try (ModelSlot.Lease lease = slot.acquire()) {
      return lease == null
          ? Future.failedFuture(new RetrievalWorkers.NoModelException())
          : Future.succeededFuture(Recommender.popularInstead(lease.model(), request));
    }
  }

  private void send(RoutingContext ctx, Future<Recommendation> answer) {
    answer
        .onSuccess(
            recommendation -> {
              RequestMeter.noteFallback(ctx, recommendation.fallback());
              Json.send(
                  ctx.response(),
                  Json.MEDIA_TYPE,
                  RecommendationBody.of(
                      UUID.randomUUID().toString(), recommendation, clock.millis()));
            })
        .onFailure(ctx::fail);
  }
}
