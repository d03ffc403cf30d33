package io.eddyline.serving.http;

import io.eddyline.serving.http.ApiShapes.Call;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request to one call of the document: a sound one, or one that chance has spoilt. */
final class RequestSketch {
  private static final Object[] STRANGE = {
    "",
    "x",
    "\u0000",
    "\ud83c\udf0a",
    "null",
    "../..",
    "%",
    -1,
    0,
    1,
    1_001,
    10_001,
    1e300,
    1.5,
    true,
    Long.MAX_VALUE,
    "1e999999999",
    "NaN",
    "Infinity",
    "0x10",
    new JsonArray(),
    new JsonObject()
  };

  private final ApiShapes shapes;
  private final Call call;
  private final Map<String, String> path = new TreeMap<>();
  private final List<String> query = new ArrayList<>();
  private final Map<String, String> headers = new TreeMap<>();
  private byte[] body = new byte[0];

  private RequestSketch(ApiShapes shapes, Call call) {
    this.shapes = shapes;
    this.call = call;
    for (JsonObject parameter : call.parameters()) {
      if (parameter.getString("in").equals("path")) {
        path.put(
            parameter.getString("name"), parameter.getString("name").equals("id") ? "u9" : "2");
      }
    }
    if (call.body() != null) {
      headers.put("Content-Type", "application/json");
      body = Json.encode(sound(call)).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** As the document's example says, without optional parameters. */
  static RequestSketch sound(ApiShapes shapes, Call call) {
    return new RequestSketch(shapes, call);
  }

  private static Object sound(Call call) {
    Object example = call.example();
    return example == null ? new JsonObject() : example;
  }

  /** Something may be wrong with any part. */
  static RequestSketch spoilt(ApiShapes shapes, Call call, SplittableRandom random) {
    RequestSketch sketch = new RequestSketch(shapes, call);
    path(sketch, random);
    for (JsonObject parameter : call.parameters()) {
      String value = random.nextBoolean() ? text(random) : plausible(sketch, parameter, random);
      if (parameter.getString("in").equals("query") && random.nextBoolean()) {
        sketch.query.add(encoded(parameter.getString("name")) + "=" + value);
      } else if (parameter.getString("in").equals("header")) {
        sketch.headers.put(parameter.getString("name"), value.replaceAll("[^ -~]|%..", ""));
      }
    }
    if (random.nextInt(4) == 0) {
      sketch.query.add(text(random) + (random.nextBoolean() ? "=" + text(random) : ""));
    }
    if (call.body() != null) {
      sketch.spoilBody(random);
    }
    return sketch;
  }

  private static void path(RequestSketch sketch, SplittableRandom random) {
    if (random.nextInt(3) == 0) {
      sketch.path.replaceAll((_, _) -> text(random).isEmpty() ? "x" : "y" + text(random));
    }
  }

  private static String plausible(
      RequestSketch sketch, JsonObject parameter, SplittableRandom random) {
    String type =
        String.valueOf(sketch.shapes.resolved(parameter.getJsonObject("schema")).getValue("type"));
    return switch (type) {
      case "integer" -> Integer.toString(random.nextInt(-2, 1_100));
      case "number" -> Double.toString(random.nextDouble(-0.5, 1.5));
      case "boolean" -> Boolean.toString(random.nextBoolean());
      default -> "i" + random.nextInt(60);
    };
  }

  private void spoilBody(SplittableRandom random) {
    switch (random.nextInt(6)) {
      case 0 -> {
        body = new byte[random.nextInt(200)];
        random.nextBytes(body);
      }
      case 1 -> headers.put("Content-Type", text(random).replaceAll("[^ -~]|%..", "") + "/x");
      case 2 -> {
        String json = new String(body, StandardCharsets.UTF_8);
        body =
            json.substring(0, random.nextInt(json.length() + 1)).getBytes(StandardCharsets.UTF_8);
      }
      default -> body = Json.encode(spoilt(sound(call), random)).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A copy with something replaced, left out or added, at any depth. */
  private static @Nullable Object spoilt(@Nullable Object value, SplittableRandom random) {
    if (random.nextInt(5) == 0) {
      return random.nextInt(8) == 0 ? null : STRANGE[random.nextInt(STRANGE.length)];
    }
    Function<@Nullable Object, @Nullable Object> inner =
        held -> random.nextInt(2) == 0 ? held : spoilt(held, random);
    if (value instanceof JsonObject object) {
      JsonObject copy = new JsonObject();
      for (var field : object) {
        if (random.nextInt(6) > 0) {
          copy.put(field.getKey(), inner.apply(field.getValue()));
        }
      }
      return random.nextInt(4) == 0
          ? copy.put("f" + random.nextInt(9), STRANGE[random.nextInt(STRANGE.length)])
          : copy;
    }
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(element -> copy.add(inner.apply(element)));
      return copy;
    }
    return value;
  }

  private static String text(SplittableRandom random) {
    Object strange = STRANGE[random.nextInt(STRANGE.length)];
    return random.nextInt(8) == 0 ? "%FF%C0%80" : encoded(String.valueOf(strange));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** The request as it goes out. */
  HttpRequest request(Function<String, HttpRequest.Builder> builders) {
    String target = call.path();
    for (var part : path.entrySet()) {
      target = target.replace("{" + part.getKey() + "}", part.getValue());
    }
    HttpRequest.Builder builder =
        builders.apply(query.isEmpty() ? target : target + "?" + String.join("&", query));
    headers.forEach(builder::header);
    return builder.method(call.method(), HttpRequest.BodyPublishers.ofByteArray(body)).build();
  }

  @Override
  public String toString() {
    return "%s %s %s %s %s %s"
        .formatted(
            call.method().toLowerCase(Locale.ROOT),
            call.path(),
            path,
            query,
            headers,
            new String(body, StandardCharsets.UTF_8));
  }
}
