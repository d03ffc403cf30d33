package io.eddyline.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attempts, problems and encodings, against a server that answers as it is told. */
@SuppressWarnings("NullAway.Init") // set before each test
class HttpCallsTest {
  private static final String BUSY =
      "{\"status\":503,\"code\":\"overloaded\",\"title\":\"t\",\"detail\":\"d\",\"more\":1}";

  private final List<String> targets = Collections.synchronizedList(new ArrayList<>());
  private final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger refusals = new AtomicInteger();
  private volatile String answer = "{\"status\":\"live\"}";
  private HttpServer server;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void close() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    targets.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI().getRawPath()
            + "?"
            + exchange.getRequestURI().getRawQuery());
    keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
    boolean busy = refusals.getAndDecrement() > 0;
    byte[] body = (busy ? BUSY : answer).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Retry-After", "0");
    exchange.sendResponseHeaders(busy ? 503 : 200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ClientConfig config(int maxRetries) {
    return new ClientConfig(
        URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
        Duration.ofSeconds(20),
        maxRetries,
        Duration.ZERO);
  }

  @Test
  void triesAgainWhenTheServerIsBusy() {
    refusals.set(2);
    try (ServingClient client = new ServingClient(config(2))) {
      assertThat(client.live().status()).isEqualTo("live");
    }
    assertThat(targets).hasSize(3);
  }

  @Test
  void givesUpAfterTheLastAttempt() {
    refusals.set(9);
    try (ServingClient client = new ServingClient(config(2))) {
      ProblemException busy = catchThrowableOfType(ProblemException.class, client::live);
      assertThat(busy.problem().code()).isEqualTo("overloaded");
    }
    assertThat(targets).hasSize(3);
  }

  @Test
  void givesAnOrderOnce() {
    refusals.set(1);
    try (ServingClient client = new ServingClient(config(2))) {
      assertThatThrownBy(() -> client.unpin(Order.Manner.DEFAULT))
          .isInstanceOf(ProblemException.class);
    }
    assertThat(targets).hasSize(1);
  }

  @Test
  void repeatsEventsUnderTheSameKey() {
    refusals.set(1);
    answer = "{\"accepted\":1,\"rejected\":[],\"token\":\"t\"}";
    try (IngestClient client = new IngestClient(config(1))) {
      assertThat(client.postEvents(List.of(Event.of("u", "i", "click"))).accepted()).isEqualTo(1);
    }
    assertThat(keys).hasSize(2);
    assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo("null");
  }

  @Test
  void encodesIdsAndParameters() {
    answer =
        "{\"recommendation_id\":\"r\",\"items\":[],"
            + "\"model\":{\"name\":\"m\",\"version\":\"1\",\"arm\":\"active\",\"age_ms\":1}}";
    try (ServingClient client = new ServingClient(config(0))) {
      assertThat(client.recommendForUser("a/b c?", UserQuery.first(7)).items()).isEmpty();
    }
    assertThat(targets).containsExactly("GET /v1/users/a%2Fb%20c%3F/recommendations?limit=7");
  }

  @Test
  void saysThatNobodyAnswers() {
    server.stop(0);
    try (ServingClient client = new ServingClient(config(0))) {
      assertThatThrownBy(client::live).isInstanceOf(CallFailedException.class);
    }
  }
}
