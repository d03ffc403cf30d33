package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.RequestBody;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds the requests of one operation against the document; one that does not fit ends with a
 * problem that names every fault.
 *
 * <p>Threading: thread-safe.
 */
final class RequestCheck implements Handler<RoutingContext> {
  private final List<ParameterCheck> parameters;
  private final Set<String> queryNames;
  private final @Nullable SchemaCheck body;

  RequestCheck(OpenAPIContract contract, Operation operation) {
    SchemaRepository schemas = contract.getSchemaRepository();
    this.parameters =
        operation.getParameters().stream()
            .map(parameter -> ParameterCheck.of(schemas, parameter))
            .toList();
    this.queryNames =
        parameters.stream()
            .filter(parameter -> parameter.in() == Location.QUERY)
            .map(ParameterCheck::name)
            .collect(Collectors.toUnmodifiableSet());
    this.body = body(schemas, operation.getRequestBody());
  }

  private static @Nullable SchemaCheck body(
      SchemaRepository schemas, @Nullable RequestBody request) {
    if (request == null) {
      return null;
    }
    MediaType json = request.getContent().get(Json.MEDIA_TYPE);
    return json == null ? null : new SchemaCheck(schemas, json.getSchema());
  }

  @Override
  public void handle(RoutingContext ctx) {
    Faults faults = new Faults();
    for (String name : ctx.queryParams().names()) {
      if (!queryNames.contains(name)) {
        faults.unknownParameter(name);
      }
    }
    for (ParameterCheck parameter : parameters) {
      parameter.check(ctx, faults);
    }
    if (body != null) {
      Json.requireMediaType(ctx);
      checkBody(body, Json.read(ctx), faults);
    }
    faults.throwIfAny();
    ctx.next();
  }

  private static void checkBody(SchemaCheck schema, JsonNode document, Faults faults) {
    for (SchemaCheck.Violation violation : schema.violations(Json.plain(document))) {
      if (violation.unknown()) {
        faults.unknownField(violation.pointer());
      } else {
        faults.pointer(violation.pointer(), violation.detail());
      }
    }
  }
}
