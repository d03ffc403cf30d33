package io.eddyline.serving.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of requests and answers; names are in snake case. */
final class Json {
  static final String MEDIA_TYPE = "application/json";

  private static final String DOCUMENT = "eddyline.document";

  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /** Ends the response with {@code body}. */
  static void send(HttpServerResponse response, String mediaType, Object body) {
    response
        .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
        .end(Buffer.buffer(bytes(body)))
        .onFailure(_ -> response.reset());
  }

  /** An answer as it is sent. */
  static byte[] bytes(Object body) {
    try {
      return MAPPER.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer is plain data", e);
    }
  }

  /** A document on one line. */
  static String text(Object document) {
    try {
      return MAPPER.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a document is plain data", e);
    }
  }

  /** Ends the request if its body is said to be anything but JSON. */
  static void requireMediaType(RoutingContext ctx) {
    String contentType = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String mediaType =
        contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    if (!mediaType.equals(MEDIA_TYPE)) {
      throw new ProblemException(Problem.unsupportedMediaType(contentType));
    }
  }

  /** The request's body; parsed once, however often it is asked for. */
  static JsonNode read(RoutingContext ctx) {
    JsonNode known = ctx.get(DOCUMENT);
    if (known == null) {
      Buffer body = ctx.body().buffer();
      known = read(body == null ? new byte[0] : body.getBytes());
      ctx.put(DOCUMENT, known);
    }
    return known;
  }

  /** The document in the data types of Vert.x. */
  static @Nullable Object plain(JsonNode document) {
    return switch (document.getNodeType()) {
      case OBJECT -> {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        document.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
        yield new JsonObject(fields);
      }
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>(document.size());
        document.forEach(element -> elements.add(plain(element)));
        yield new JsonArray(elements);
      }
      case NUMBER -> document.numberValue();
      case BOOLEAN -> document.booleanValue();
      case STRING -> document.textValue();
      default -> null;
    };
  }

  /** The document in {@code bytes}: one JSON value without repeated names or trailing text. */
  static JsonNode read(byte[] bytes) {
    try {
      JsonNode document = MAPPER.readTree(bytes);
      if (document == null || document.isMissingNode()) {
        throw new ProblemException(Problem.unreadable("the body is empty, expected JSON"));
      }
      return document;
    } catch (JsonProcessingException e) {
      throw new ProblemException(Problem.unreadable("not JSON: " + e.getOriginalMessage()));
    } catch (IOException e) {
      throw new ProblemException(Problem.unreadable("the body is not UTF-8 text"));
    }
  }
}
