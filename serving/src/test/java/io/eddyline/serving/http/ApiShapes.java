package io.eddyline.serving.http;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The OpenAPI document as a test reads it: its calls, and whether an answer is one of theirs. */
final class ApiShapes {
  private final JsonObject document = ApiContract.document();

  /**
   * One operation.
   *
   * @param path the template
   * @param parameters all of them, without references
   * @param body the schema of a JSON body, null if the call takes none
   */
  record Call(
      String id,
      String method,
      String path,
      List<JsonObject> parameters,
      @Nullable JsonObject body,
      @Nullable Object example,
      JsonObject responses) {
    @Override
    public String toString() {
      return id;
    }
  }

  Stream<Call> calls() {
    return document.getJsonObject("paths").stream().flatMap(this::calls);
  }

  private Stream<Call> calls(Entry<String, Object> path) {
    JsonObject item = (JsonObject) path.getValue();
    JsonArray shared = item.getJsonArray("parameters", new JsonArray());
    return item.stream()
        .filter(entry -> !entry.getKey().equals("parameters"))
        .map(
            entry -> {
              JsonObject operation = (JsonObject) entry.getValue();
              JsonObject json =
                  operation
                      .getJsonObject("requestBody", new JsonObject())
                      .getJsonObject("content", new JsonObject())
                      .getJsonObject("application/json");
              return new Call(
                  operation.getString("operationId"),
                  entry.getKey().toUpperCase(java.util.Locale.ROOT),
                  path.getKey(),
                  Stream.concat(
                          shared.stream(),
                          operation.getJsonArray("parameters", new JsonArray()).stream())
                      .map(parameter -> resolved((JsonObject) parameter))
                      .toList(),
                  json == null ? null : resolved(json.getJsonObject("schema")),
                  json == null ? null : json.getValue("example"),
                  operation.getJsonObject("responses"));
            });
  }

  /** What a reference points to, or the object itself. */
  JsonObject resolved(JsonObject object) {
    String reference = object.getString("$ref");
    if (reference == null) {
      return object;
    }
    JsonObject at = document;
    for (String name : reference.substring(2).split("/", -1)) {
      at = at.getJsonObject(name);
    }
    return resolved(at);
  }

  /** What is wrong with an answer to a call; empty if it is one that the document has. */
  List<String> faults(Call call, HttpResponse<?> answer, String body) {
    String status = Integer.toString(answer.statusCode());
    JsonObject response = call.responses().getJsonObject(status);
    if (response == null) {
      return List.of("status " + status + " is not documented: " + body);
    }
    String mediaType = answer.headers().firstValue("content-type").orElse("none").split(";", -1)[0];
    JsonObject content =
        resolved(response).getJsonObject("content", new JsonObject()).getJsonObject(mediaType);
    if (content == null) {
      return List.of("content type " + mediaType + " is not documented for " + status);
    }
    if (!mediaType.endsWith("json")) {
      return List.of();
    }
    return mismatches(content.getJsonObject("schema"), Json.decodeValue(body));
  }

  private List<String> mismatches(JsonObject schema, Object value) {
    JsonObject whole = schema.copy().put("components", document.getJsonObject("components"));
    OutputUnit output =
        Validator.create(
                JsonSchema.of(whole),
                new JsonSchemaOptions()
                    .setBaseUri("app://test/")
                    .setDraft(Draft.DRAFT202012)
                    .setOutputFormat(OutputFormat.Basic))
            .validate(value);
    List<String> texts = new ArrayList<>();
    if (!output.getValid()) {
      for (OutputUnit error :
          Objects.requireNonNullElse(output.getErrors(), List.<OutputUnit>of())) {
        texts.add(error.getInstanceLocation() + ": " + error.getError());
      }
      texts.add("in " + value);
    }
    return texts;
  }
}
