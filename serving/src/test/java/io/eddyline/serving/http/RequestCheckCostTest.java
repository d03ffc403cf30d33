package io.eddyline.serving.http;

import io.eddyline.serving.http.ApiShapes.Call;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the document's check costs a request; tells the figures, and asserts that it passes them.
 */
@Tag("slow")
class RequestCheckCostTest {
  private static final Logger log = LoggerFactory.getLogger(RequestCheckCostTest.class);
  private static final int ROUNDS = 5;
  private static final int CHECKS_A_ROUND = 10_000;

  @Test
  void costsLittle() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      OpenAPIContract contract = ApiContract.load(vertx);
      tell("GET with 4 parameters", parameters(contract));
      tell("POST of the example", body(contract, example()));
      JsonObject large = new JsonObject();
      JsonArray session = new JsonArray();
      for (int item = 0; item < 100; item++) {
        session.add(new JsonObject().put("item_id", "i" + item).put("weight", 1));
      }
      tell("POST with a session of 100", body(contract, large.put("session", session)));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  /** A check that is to be timed; true if the value fits. */
  private interface Check {
    boolean passes();
  }

  private static Check parameters(OpenAPIContract contract) {
    Operation operation = Objects.requireNonNull(contract.operation("recommendForUser"));
    SchemaRepository schemas = contract.getSchemaRepository();
    List<SchemaCheck> checks =
        List.of("id", "limit", "offset", "exclude_seen").stream()
            .map(
                name ->
                    operation.getParameters().stream()
                        .filter(parameter -> parameter.getName().equals(name))
                        .findFirst()
                        .orElseThrow())
            .map(Parameter::getSchema)
            .map(schema -> new SchemaCheck(schemas, schema))
            .toList();
    List<Object> values = List.of("u9", 10L, 0L, true);
    return () -> {
      boolean fits = true;
      for (int index = 0; index < values.size(); index++) {
        fits &= checks.get(index).violations(values.get(index)).isEmpty();
      }
      return fits;
    };
  }

  private static Check body(OpenAPIContract contract, JsonObject body) {
    Operation operation = Objects.requireNonNull(contract.operation("recommend"));
    SchemaCheck check =
        new SchemaCheck(
            contract.getSchemaRepository(),
            Objects.requireNonNull(operation.getRequestBody().getContent().get(Json.MEDIA_TYPE))
                .getSchema());
    return () -> check.violations(body).isEmpty();
  }

  private static JsonObject example() {
    Call recommend =
        new ApiShapes()
            .calls()
            .filter(call -> call.id().equals("recommend"))
            .findFirst()
            .orElseThrow();
    return (JsonObject) Objects.requireNonNull(recommend.example());
  }

  private static void tell(String what, Check check) {
    for (int round = 0; round < ROUNDS; round++) {
      long startNs = System.nanoTime();
      for (int count = 0; count < CHECKS_A_ROUND; count++) {
        if (!check.passes()) {
          throw new AssertionError(what + " does not fit");
        }
      }
      double micros = (System.nanoTime() - startNs) / 1e3 / CHECKS_A_ROUND;
      log.info("{}: {} us a request", what, String.format("%.2f", micros));
    }
  }
}
