package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /v1/recommendations/batch}: each request gets an answer or a problem of its own, in
 * its place, and a version of its own user's arm.
 */
final class BatchResource implements Handler<RoutingContext> {
  private static final Logger log = LoggerFactory.getLogger(BatchResource.class);

  private final Answers answers;
  private final RequestRules rules;
  private final ProblemHandler problems;

  BatchResource(Answers answers, RequestRules rules, ProblemHandler problems) {
    this.answers = answers;
    this.rules = rules;
    this.problems = problems;
  }

  /**
   * The answer to a batch.
   *
   * @param responses recommendations and problems, in the order of the requests
   */
  record BatchBody(List<Object> responses) {}

  @Override
  public void handle(RoutingContext ctx) {
    Json.requireMediaType(ctx);
    Exchange exchange = answers.exchange(ctx);
    List<Future<Object>> responses = new ArrayList<>();
    for (JsonNode request : requests(ctx)) {
      responses.add(answer(exchange, request, "/requests/" + responses.size()));
    }
    Future.all(responses)
        .onSuccess(all -> Json.send(ctx.response(), Json.MEDIA_TYPE, new BatchBody(all.list())))
        .onFailure(ctx::fail);
  }

  private Iterable<JsonNode> requests(RoutingContext ctx) {
    Faults faults = new Faults();
    new QueryReader(ctx, Set.of(), faults);
    Fields body = new Fields(Json.read(ctx), "", Set.of("requests"), faults);
    if (!body.has("requests")) {
      faults.pointer("/requests", "is absent, expected a list of requests");
    }
    Iterable<JsonNode> requests = body.array("requests", rules.config().maxBatch());
    faults.throwIfAny();
    return requests;
  }

  private Future<Object> answer(Exchange exchange, JsonNode request, String pointer) {
    Asked asked;
    try {
      asked = new RequestReader(rules, new Faults()).recommendation(request, pointer);
    } catch (ProblemException e) {
      return Future.succeededFuture(e.problem());
    }
    return answers.recommend(exchange, asked).<Object>map(body -> body).otherwise(this::problem);
  }

  private Object problem(Throwable failure) {
    Problem known = problems.of(failure);
    if (known == null) {
      log.error("a request of a batch failed", failure);
    }
    return Objects.requireNonNullElseGet(known, Problem::internal);
  }
}
