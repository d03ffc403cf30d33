package io.eddyline.serving.http;

import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.VersionMeters;
import io.eddyline.serving.retrieve.Recommendation;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.Recommender;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Has an answer computed on the workers within the deadline and sends it.
 *
 * <p>Threading: called on event loops; answers come back to the request's own.
 */
final class Answers {
  private static final String NOBODY = "";

  private final ModelSlot slot;
  private final VersionMeters meters;
  private final RetrievalWorkers workers;
  private final ShadowComparison shadow;
  private final int deadlineMs;
  private final InstantSource clock;

  Answers(
      ModelSlot slot,
      VersionMeters meters,
      RetrievalWorkers workers,
      ShadowComparison shadow,
      int deadlineMs,
      InstantSource clock) {
    this.slot = slot;
    this.meters = meters;
    this.workers = workers;
    this.shadow = shadow;
    this.deadlineMs = deadlineMs;
    this.clock = clock;
  }

  /** An answer under its id. */
  private record Named(RecommendationId id, Recommendation answer) {}

  /** Personal, or popular when the deadline passes first. */
  void recommend(RoutingContext ctx, RecommendationRequest request) {
    String key = request.key();
    send(
        ctx,
        compute(ctx, key, model -> Recommender.recommend(model, request))
            .onSuccess(named -> shadow.offer(request, named.answer()))
            .recover(
                failure ->
                    failure instanceof TimeoutException
                        ? popularInstead(key, request)
                        : Future.failedFuture(failure)));
  }

  /** The same for everyone. */
  void popular(RoutingContext ctx, int offset, int limit) {
    send(ctx, compute(ctx, NOBODY, model -> Recommender.popular(model, offset, limit)));
  }

  private Future<Named> compute(
      RoutingContext ctx, String key, Function<LoadedModel, Recommendation> task) {
    return Future.fromCompletionStage(
        workers
            .submit(key, lease -> named(lease, task))
            .orTimeout(deadlineMs, TimeUnit.MILLISECONDS),
        ctx.vertx().getOrCreateContext());
  }

  private Future<Named> popularInstead(String key, RecommendationRequest request) {
    try (ModelSlot.Lease lease = slot.acquire(key)) {
      return lease == null
          ? Future.failedFuture(new RetrievalWorkers.NoModelException())
          : Future.succeededFuture(
              named(lease, model -> Recommender.popularInstead(model, request)));
    }
  }

  private Named named(ModelSlot.Lease lease, Function<LoadedModel, Recommendation> task) {
    long startNs = System.nanoTime();
    Recommendation answer = task.apply(lease.model());
    meters.answered(lease, answer.fallback() == null, System.nanoTime() - startNs);
    return new Named(
        new RecommendationId(
            answer.model(), answer.version(), lease.arm(), ThreadLocalRandom.current().nextLong()),
        answer);
  }

  private void send(RoutingContext ctx, Future<Named> answer) {
    answer
        .onSuccess(
            named -> {
              RequestMeter.noteFallback(ctx, named.answer().fallback());
              Json.send(
                  ctx.response(),
                  Json.MEDIA_TYPE,
                  RecommendationBody.of(named.id(), named.answer(), clock.millis()));
            })
        .onFailure(ctx::fail);
  }
}
