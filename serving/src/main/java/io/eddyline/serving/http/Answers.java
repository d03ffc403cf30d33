package io.eddyline.serving.http;

import io.eddyline.schemas.token.RecommendationId;
import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.VersionMeters;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.eddyline.serving.retrieve.CandidateRanking;
import io.eddyline.serving.retrieve.CandidateRequest;
import io.eddyline.serving.retrieve.ItemFacts;
import io.eddyline.serving.retrieve.ModelChoice;
import io.eddyline.serving.retrieve.Recommendation;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.Recommender;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Has answers computed on the workers within the deadline.
 *
 * <p>Threading: called on event loops; answers come back to the context of the exchange.
 */
final class Answers {
  private final ModelSlot slot;
  private final VersionMeters meters;
  private final RetrievalWorkers workers;
  private final ShadowComparison shadow;
  private final Overlays overlays;
  private final AppliedEvents applied;
  private final int deadlineMs;
  private final InstantSource clock;

  Answers(ServingRoutes.Sources sources, int deadlineMs) {
    this.slot = sources.models().slot();
    this.meters = sources.models().meters();
    this.workers = sources.workers();
    this.shadow = sources.shadow();
    this.overlays = sources.overlays();
    this.applied = sources.applied();
    this.deadlineMs = deadlineMs;
    this.clock = sources.clock();
  }

  /** What answers need to know of a request. */
  Exchange exchange(RoutingContext ctx) {
    return Exchange.of(ctx, deadlineMs, applied);
  }

  /** An answer under its id, and what of the events it has. */
  private record Named<T>(RecommendationId id, T answer, OwnEvents.AppliedBody applied) {}

  /**
   * Personal, or popular when the deadline passes first. If the client named events, these are
   * waited for before the answer is made.
   */
  Future<RecommendationBody> recommend(Exchange exchange, Asked asked) {
    ReadAfter after = asked.after();
    if (after == null) {
      return answer(exchange, asked);
    }
    long sinceNs = System.nanoTime();
    int waitMs = Math.min(after.waitMs(), exchange.deadlineMs());
    return Future.fromCompletionStage(applied.await(after.token(), waitMs), exchange.context())
        .compose(
            awaited ->
                answer(
                    exchange.waited(new OwnEvents(applied, after.token(), awaited), sinceNs),
                    asked));
  }

  private Future<RecommendationBody> answer(Exchange exchange, Asked asked) {
    RecommendationRequest request = asked.request();
    return named(
            exchange,
            asked.choice(),
            model -> Recommender.recommend(model, request),
            Answers::isPersonal)
        .onSuccess(named -> shadow.offer(request, named.answer()))
        .recover(
            failure ->
                failure instanceof TimeoutException
                    ? popularInstead(exchange, asked)
                    : Future.failedFuture(failure))
        .map(named -> body(asked, named));
  }

  /** In order of their scores, or of the prior when the deadline passes first. */
  Future<RecommendationBody> rank(Exchange exchange, CandidateRequest request) {
    ModelChoice choice = new ModelChoice.OfKey(request.asker().key());
    return named(
            exchange,
            choice,
            model -> CandidateRanking.of(model, request),
            ranking -> isPersonal(ranking.answer()))
        .recover(
            failure ->
                failure instanceof TimeoutException
                    ? late(exchange, choice, model -> CandidateRanking.byPrior(model, request))
                    : Future.failedFuture(failure))
        .map(
            named ->
                RecommendationBody.of(
                        named.id(), named.answer().answer(), named.applied(), clock.millis(), null)
                    .withRest(named.answer()));
  }

  /** A list that is the same for everyone; {@code list} answers a page of it. */
  Future<RecommendationBody> list(
      Exchange exchange, Asked asked, Function<CurrentModel, Recommendation> list) {
    return named(exchange, asked.choice(), list, Answers::isPersonal)
        .map(named -> body(asked, named));
  }

  /** What is known of an item. */
  Future<ItemFacts> item(Exchange exchange, String itemId) {
    return submit(
        exchange,
        new ModelChoice.OfKey(""),
        lease -> ItemFacts.of(overlays.over(lease.model()), itemId));
  }

  private RecommendationBody body(Asked asked, Named<Recommendation> named) {
    RecommendationBody body =
        RecommendationBody.of(
            named.id(),
            named.answer(),
            named.applied(),
            clock.millis(),
            Cursor.after(asked, named.answer()));
    ExplorationLog.note(body);
    return body;
  }

  private <T> Future<Named<T>> named(
      Exchange exchange,
      ModelChoice choice,
      Function<CurrentModel, T> task,
      Function<T, Boolean> personal) {
    return submit(exchange, choice, lease -> named(exchange.own(), lease, task, personal));
  }

  /** Without a filter it is quick enough for the event loop. */
  private Future<Named<Recommendation>> popularInstead(Exchange exchange, Asked asked) {
    Function<CurrentModel, Recommendation> task =
        model -> Recommender.popularInstead(model, asked.request());
    if (asked.request().selection().filter() != null) {
      return late(exchange, asked.choice(), task);
    }
    try (ModelSlot.Lease lease = asked.choice().lease(slot)) {
      return Future.succeededFuture(named(exchange.own(), lease, task, _ -> false));
    }
  }

  /** On a thread that may take some milliseconds. */
  private <T> Future<Named<T>> late(
      Exchange exchange, ModelChoice choice, Function<CurrentModel, T> task) {
    return exchange
        .context()
        .executeBlocking(
            () -> {
              try (ModelSlot.Lease lease = choice.lease(slot)) {
                return named(exchange.own(), lease, task, _ -> false);
              }
            },
            false)
        .map(named -> Objects.requireNonNull(named, "a task answers or throws"));
  }

  private <T> Future<T> submit(
      Exchange exchange, ModelChoice choice, Function<ModelSlot.Lease, T> task) {
    RequestSpans.Part queue = exchange.span().begin(RequestSpans.QUEUE);
    CompletableFuture<T> answer =
        workers.submit(
            choice,
            exchange.deadlineMs(),
            lease -> {
              queue.end();
              return exchange.span().begin(RequestSpans.RANK).around(() -> task.apply(lease));
            });
    return Future.fromCompletionStage(answer, exchange.context()).onComplete(_ -> queue.end());
  }

  private <T> Named<T> named(
      OwnEvents own,
      ModelSlot.Lease lease,
      Function<CurrentModel, T> task,
      Function<T, Boolean> personal) {
    long startNs = System.nanoTime();
    T answer = task.apply(overlays.over(lease.model()));
    meters.answered(lease, personal.apply(answer), System.nanoTime() - startNs);
    return new Named<>(
        new RecommendationId(
            lease.model().name(),
            lease.model().version(),
            lease.arm(),
            ThreadLocalRandom.current().nextLong()),
        answer,
        own.in(lease.model().manifest(), clock.millis()));
  }

  private static boolean isPersonal(Recommendation answer) {
    return answer.fallback() == null;
  }
}
