package io.eddyline.client;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls and reads answers. A call that may be repeated is, when the server answers 503 with
 * Retry-After.
 *
 * <p>Threading: thread-safe.
 */
final class HttpCalls implements AutoCloseable {
  private static final int UNAVAILABLE = 503;
  private static final int FIRST_FAILURE = 400;
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .setSerializationInclusion(JsonInclude.Include.NON_NULL)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final ClientConfig config;
  private final HttpClient http;

  HttpCalls(ClientConfig config) {
    this.config = config;
    this.http = HttpClient.newBuilder().connectTimeout(config.timeout()).build();
  }

  /**
   * A call to be sent.
   *
   * @param path already encoded
   * @param query a record or map of parameters; null values and null itself are left out
   * @param body is sent as JSON; null for none
   * @param repeatable whether a second attempt does no harm
   */
  record Call(
      String method,
      String path,
      @Nullable Object query,
      @Nullable Object body,
      Map<String, String> headers,
      boolean repeatable) {
    static Call get(String path, @Nullable Object query) {
      return new Call("GET", path, query, null, Map.of(), true);
    }

    static Call post(String path, Object body) {
      return new Call("POST", path, null, body, Map.of(), true);
    }
  }

  /** A segment of a path. */
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  <T> T send(Call call, Class<T> type) {
    String body = text(call);
    try {
      return JSON.readValue(body, type);
    } catch (JsonProcessingException e) {
      throw new CallFailedException(
          "the answer to %s is no %s".formatted(call.path(), type.getSimpleName()), e);
    }
  }

  /** A part of an answer. */
  <T> T read(JsonNode part, Class<T> type) {
    try {
      return JSON.treeToValue(part, type);
    } catch (JsonProcessingException e) {
      throw new CallFailedException("a part is no " + type.getSimpleName(), e);
    }
  }

  /** The body of the answer as it is. */
  String text(Call call) {
    for (int attempt = 0; ; attempt++) {
      HttpResponse<String> answer = exchange(call);
      if (answer.statusCode() < FIRST_FAILURE) {
        return answer.body();
      }
      Duration wait = retryAfter(answer);
      if (wait == null || !call.repeatable() || attempt == config.maxRetries()) {
        throw new ProblemException(problem(call, answer));
      }
      pause(wait);
    }
  }

  private HttpResponse<String> exchange(Call call) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(config.base() + call.path() + query(call.query())))
            .timeout(config.timeout());
    call.headers().forEach(request::header);
    Object body = call.body();
    if (body == null) {
      request.method(call.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(call.method(), HttpRequest.BodyPublishers.ofString(encoded(body)));
    }
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CallFailedException("%s %s failed: %s".formatted(call.method(), call.path(), e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException("interrupted", e);
    }
  }

  private static String encoded(Object body) {
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not plain data: " + body, e);
    }
  }

  private static String query(@Nullable Object query) {
    if (query == null) {
      return "";
    }
    Map<String, Object> parameters =
        JSON.convertValue(query, new TypeReference<Map<String, Object>>() {});
    StringJoiner joined = new StringJoiner("&", "?", "").setEmptyValue("");
    parameters.forEach(
        (name, value) -> {
          Collection<?> values = value instanceof Collection<?> many ? many : List.of(value);
          values.forEach(one -> joined.add(name + "=" + segment(one.toString())));
        });
    return joined.toString();
  }

  private @Nullable Duration retryAfter(HttpResponse<String> answer) {
    if (answer.statusCode() != UNAVAILABLE) {
      return null;
    }
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .map(wait -> wait.compareTo(config.maxRetryWait()) > 0 ? config.maxRetryWait() : wait)
        .orElse(null);
  }

  private static ProblemException.Problem problem(Call call, HttpResponse<String> answer) {
    try {
      ProblemException.Problem problem =
          JSON.readValue(answer.body(), ProblemException.Problem.class);
      if (problem != null) {
        return problem;
      }
    } catch (JsonProcessingException e) {
      // a proxy between may answer with what it likes; the status says enough
    }
    return new ProblemException.Problem(
        answer.statusCode(),
        "unknown",
        "No problem of ours",
        "%s %s was answered with %d".formatted(call.method(), call.path(), answer.statusCode()),
        null,
        null,
        null);
  }

  private static void pause(Duration wait) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
