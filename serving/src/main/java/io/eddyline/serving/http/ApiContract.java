package io.eddyline.serving.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.eddyline.schemas.openapi.OpenApiDocument;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The OpenAPI document as the router reads it. */
final class ApiContract {
  private static final long LOAD_SECONDS = 30;
  private static final String EACH_ON_ITS_OWN = "x-each-on-its-own";

  private ApiContract() {}

  /** Reads and checks the document; must not be called on an event loop. */
  static OpenAPIContract load(Vertx vertx) {
    try {
      return OpenAPIContract.from(vertx, requests(document()))
          .await(LOAD_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException("the OpenAPI document takes too long to read", e);
    }
  }

  /** The document as plain data. */
  static JsonObject document() {
    try {
      Map<String, Object> document =
          new YAMLMapper().readValue(OpenApiDocument.SERVING.text(), new TypeReference<>() {});
      return new JsonObject(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the OpenAPI document is not YAML", e);
    }
  }

  /**
   * A document that says of answers no more than that there are some: the router looks at requests
   * alone, and its library knows neither problems nor YAML as media types.
   */
  private static JsonObject requests(JsonObject document) {
    JsonObject requests = document.copy();
    for (Entry<String, Object> path : requests.getJsonObject("paths")) {
      for (Entry<String, Object> operation : (JsonObject) path.getValue()) {
        if (operation.getValue() instanceof JsonObject call && call.containsKey("responses")) {
          Map<String, Object> described = new LinkedHashMap<>();
          for (String status : call.getJsonObject("responses").fieldNames()) {
            described.put(status, new JsonObject().put("description", status));
          }
          call.put("responses", new JsonObject(described));
        }
      }
    }
    requests.getJsonObject("components").remove("responses");
    leaveElements(requests);
    return requests;
  }

  /** Elements that the document wants held to their schema each on its own are left to the call. */
  private static void leaveElements(Object node) {
    if (node instanceof JsonObject object) {
      if (object.containsKey(EACH_ON_ITS_OWN)) {
        object.remove("items");
      }
      object.forEach(field -> leaveElements(field.getValue()));
    } else if (node instanceof JsonArray array) {
      array.forEach(ApiContract::leaveElements);
    }
  }
}
