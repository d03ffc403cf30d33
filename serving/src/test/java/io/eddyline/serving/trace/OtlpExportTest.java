package io.eddyline.serving.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import io.eddyline.serving.trace.Collector.Export;
import io.eddyline.serving.trace.Collector.Span;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spans leave the process by OTLP over HTTP, and a collector that does not answer costs no answer
 * of ours.
 */
@SuppressWarnings("NullAway.Init") // set before each test
class OtlpExportTest {
  private static final String USER = "/v1/users/u9/recommendations";
  private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT_SPAN_ID = "00f067aa0ba902b7";
  private static final int REQUESTS = 20;

  private GoldenStore golden;

  @BeforeEach
  void publish(@TempDir Path root) throws Exception {
    golden = new GoldenStore(root);
    golden.put(2, 2);
  }

  @Test
  void deliversTheSpansOfARequest() throws Exception {
    try (Collector collector = Collector.start()) {
      try (RunningServing serving = start(collector.endpoint())) {
        HttpResponse<String> response =
            serving.send(
                serving
                    .request(USER)
                    .header("traceparent", "00-" + TRACE_ID + "-" + PARENT_SPAN_ID + "-01")
                    .build());
        assertThat(response.statusCode()).isEqualTo(200);
      }
      assertThat(collector.exports())
          .isNotEmpty()
          .allSatisfy(
              export ->
                  assertThat(export)
                      .returns("POST", Export::method)
                      .returns("/v1/traces", Export::path)
                      .returns("application/x-protobuf", Export::contentType));
      assertThat(collector.resourceAttributes())
          .contains("service.name=eddyline-serving", "service.instance.id=pod-7");
      List<Span> spans = collector.spans();
      assertThat(spans)
          .extracting(Span::name)
          .containsExactlyInAnyOrder(
              "GET /v1/users/{id}/recommendations", "queue", "rank", "answer");
      assertThat(spans).extracting(Span::traceId).containsOnly(TRACE_ID);
      Span whole =
          spans.stream().filter(span -> span.name().startsWith("GET")).findFirst().orElseThrow();
      assertThat(whole.parentSpanId()).isEqualTo(PARENT_SPAN_ID);
      assertThat(spans)
          .filteredOn(span -> !span.equals(whole))
          .extracting(Span::parentSpanId)
          .containsOnly(whole.spanId());
    }
  }

  @Test
  void sendsNothingWhileItIsOff() throws Exception {
    try (Collector collector = Collector.start()) {
      Tracing off = Tracing.start(new TracingConfig(false, collector.endpoint(), 1), "pod-7");
      try (RunningServing serving = RunningServing.start(golden, off).awaitVersion(2)) {
        assertThat(serving.get(USER).statusCode()).isEqualTo(200);
      }
      assertThat(collector.exports()).isEmpty();
    }
  }

  @Test
  @Timeout(30)
  void answersAndEndsWithoutACollector() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    requireAnswers("http://127.0.0.1:%d/v1/traces".formatted(port));
  }

  @Test
  @Timeout(30)
  void answersAndEndsWhileTheCollectorIsSilent() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      requireAnswers("http://127.0.0.1:%d/v1/traces".formatted(silent.getLocalPort()));
    }
  }

  private void requireAnswers(String endpoint) throws Exception {
    try (RunningServing serving = start(endpoint)) {
      for (int request = 0; request < REQUESTS; request++) {
        assertThat(serving.get(USER).statusCode()).isEqualTo(200);
      }
    }
  }

  private RunningServing start(String endpoint) throws Exception {
    Tracing tracing = Tracing.start(new TracingConfig(true, endpoint, 1), "pod-7");
    return RunningServing.start(golden, tracing).awaitVersion(2);
  }
}
