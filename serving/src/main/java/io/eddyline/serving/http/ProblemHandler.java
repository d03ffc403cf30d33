package io.eddyline.serving.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.eddyline.schemas.request.RequestId;
import io.eddyline.serving.control.OrderNotWrittenException;
import io.eddyline.serving.control.OrderRefusedException;
import io.eddyline.serving.retrieve.ModelChoice.VersionGoneException;
import io.eddyline.serving.retrieve.RetrievalWorkers.NoModelException;
import io.eddyline.serving.retrieve.SimilarItems.UnknownItemException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Answers every failed request with a problem; the failure's own words go to the log alone. */
final class ProblemHandler implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(ProblemHandler.class);

  private final HttpConfig config;

  ProblemHandler(HttpConfig config) {
    this.config = config;
  }

  @Override
  public void handle(RoutingContext ctx) {
    HttpServerResponse response = ctx.response();
    if (response.ended() || response.headWritten()) {
      return;
    }
    Problem problem = problem(ctx, ctx.failure());
    if (problem.retryAfterSeconds() > 0) {
      response.putHeader(HttpHeaders.RETRY_AFTER, Integer.toString(problem.retryAfterSeconds()));
    }
    Json.send(
        response.setStatusCode(problem.status()),
        "application/problem+json",
        new ProblemBody(problem, RequestIds.of(ctx)));
  }

  /**
   * A problem as the client sees it.
   *
   * @param requestId by which the log knows the request
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ProblemBody(@JsonUnwrapped Problem problem, @Nullable String requestId) {}

  private Problem problem(RoutingContext ctx, @Nullable Throwable failure) {
    Problem known =
        failure instanceof TimeoutException
            ? Problem.deadline(Deadlines.ms(ctx, config.deadlineMs()))
            : of(failure);
    return known == null ? byStatus(ctx, failure) : known;
  }

  /** The problem that a failure is whatever the request; null for an unknown failure. */
  @Nullable Problem of(@Nullable Throwable failure) {
    return switch (failure) {
      case ProblemException known -> known.problem();
      case NoModelException none -> Problem.notReady();
      case RejectedExecutionException full -> Problem.overloaded();
      case OrderRefusedException refused -> refused(refused);
      case OrderNotWrittenException unwritten -> Problem.kafkaUnavailable();
      case TimeoutException late -> Problem.deadline(config.deadlineMs());
      case UnknownItemException unknown ->
          Problem.unknownItem(String.valueOf(unknown.getMessage()));
      case VersionGoneException gone -> Problem.cursorExpired(String.valueOf(gone.getMessage()));
      case null, default -> null;
    };
  }

  private static Problem refused(OrderRefusedException refused) {
    String detail = String.valueOf(refused.getMessage());
    return switch (refused.reason()) {
      case UNKNOWN_VERSION -> Problem.unknownVersion(detail);
      case GATE_ADVISES_AGAINST -> Problem.refusedVersion(detail);
      case UNSOUND_VERSION -> Problem.unsoundVersion(detail);
      case NOTHING_ORDERED -> Problem.nothingOrdered(detail);
    };
  }

  private Problem byStatus(RoutingContext ctx, @Nullable Throwable failure) {
    return switch (ctx.statusCode()) {
      case 400 -> Problem.unreadable("path, query or body is malformed");
      case 404 -> Problem.notFound(ctx.request().path());
      case 405 -> Problem.methodNotAllowed(ctx.request().method().name(), ctx.request().path());
      case 413 -> Problem.tooLarge(config.maxBodyBytes());
      default -> {
        try (var _ = MDC.putCloseable(RequestId.LOG_KEY, RequestIds.of(ctx))) {
          log.error("{} {} failed", ctx.request().method(), ctx.request().path(), failure);
        }
        yield Problem.internal();
      }
    };
  }
}
