package io.eddyline.serving.http;

import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.RoutingContext;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Parameter;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Holds one parameter of a request against the document.
 *
 * <p>Threading: thread-safe.
 *
 * @param type in JSON's words
 */
record ParameterCheck(String name, Location in, boolean required, String type, SchemaCheck schema) {
  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][-+]?[0-9]{1,3})?");

  static ParameterCheck of(SchemaRepository repository, Parameter parameter) {
    return new ParameterCheck(
        parameter.getName(),
        parameter.getIn(),
        parameter.isRequired(),
        parameter.getSchema().get("type"),
        new SchemaCheck(repository, parameter.getSchema()));
  }

  void check(RoutingContext ctx, Faults faults) {
    List<String> values = values(ctx);
    if (values.isEmpty()) {
      if (required) {
        faults.parameter(name, "is absent");
      }
      return;
    }
    if (values.size() > 1 && !type.equals("array")) {
      faults.parameter(name, "is given %d times, expected once".formatted(values.size()));
      return;
    }
    for (SchemaCheck.Violation violation : schema.violations(value(values))) {
      faults.parameter(
          name, "is \"%s\": %s".formatted(String.join(",", values), violation.detail()));
    }
  }

  private List<String> values(RoutingContext ctx) {
    return switch (in) {
      case QUERY -> ctx.queryParams().getAll(name);
      case HEADER -> ctx.request().headers().getAll(name);
      case PATH -> {
        String value = ctx.pathParam(name);
        yield value == null ? List.of() : List.of(value);
      }
      case COOKIE -> throw new IllegalStateException("no call takes a cookie");
    };
  }

  /** The value as JSON; text that is no value of the type stays text, which the schema refuses. */
  private Object value(List<String> values) {
    String text = values.getFirst();
    return switch (type) {
      case "array" -> new JsonArray(values);
      case "integer" -> INTEGER.matcher(text).matches() ? (Object) Long.valueOf(text) : text;
      case "number" -> NUMBER.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
      case "boolean" ->
          text.equals("true") || text.equals("false") ? (Object) Boolean.valueOf(text) : text;
      default -> text;
    };
  }
}
