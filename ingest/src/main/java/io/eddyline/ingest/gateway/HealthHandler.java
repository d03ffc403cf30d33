package io.eddyline.ingest.gateway;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/**
 * Probes and metrics. Threading: event loops call it; scraping and asking Kafka happen elsewhere.
 */
final class HealthHandler {
  private final KafkaProbe probe;
  private final WorkerExecutor workers;
  private final Supplier<String> scrape;

  HealthHandler(KafkaProbe probe, WorkerExecutor workers, Supplier<String> scrape) {
    this.probe = probe;
    this.workers = workers;
    this.scrape = scrape;
  }

  void live(RoutingContext context) {
    Answers.json(context, 200, new JsonObject().put("status", "up"));
  }

  void ready(RoutingContext context) {
    Future.fromCompletionStage(probe.reach())
        .onSuccess(reached -> Answers.json(context, 200, new JsonObject().put("status", "ready")))
        .onFailure(
            failure ->
                context.fail(
                    new ProblemException(
                        Problem.kafkaUnavailable("Kafka does not answer: " + failure))));
  }

  void metrics(RoutingContext context) {
    workers
        .executeBlocking(scrape::get, false)
        .onSuccess(
            text -> Answers.send(context, 200, "text/plain; version=0.0.4; charset=utf-8", text))
        .onFailure(context::fail);
  }
}
