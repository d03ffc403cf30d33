package io.eddyline.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import io.eddyline.serving.http.ApiShapes.Call;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the OpenAPI document is answered as the document says, whatever is asked. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ContractTest {
  private static final int SPOILT_REQUESTS = 75;
  private static final Set<Integer> NEVER = Set.of(500, 502);

  /* What the router itself refuses before it knows the operation. */
  private static final Set<Integer> OF_THE_ROUTER = Set.of(400, 404, 405);

  private final ApiShapes shapes = new ApiShapes();
  private RunningServing serving;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(1, 1);
    golden.put(2, 2);
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterAll
  void close() {
    serving.close();
  }

  Stream<Call> calls() {
    return shapes.calls();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void answersSoundRequestAsDocumented(Call call) throws Exception {
    HttpResponse<String> answer = send(RequestSketch.sound(shapes, call));
    assertThat(answer.statusCode()).as(answer.body()).isLessThan(500);
    assertThat(answer.statusCode()).as(answer.body()).isNotIn(400, 422);
    assertThat(shapes.faults(call, answer, answer.body())).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void answersSpoiltRequestsAsDocumented(Call call) throws Exception {
    long seed = call.id().hashCode();
    SplittableRandom random = new SplittableRandom(seed);
    for (int count = 0; count < SPOILT_REQUESTS; count++) {
      RequestSketch sketch = RequestSketch.spoilt(shapes, call, random);
      HttpResponse<String> answer = send(sketch);
      String about = "seed %d, request %d: %s -> %s".formatted(seed, count, sketch, answer.body());
      assertThat(answer.statusCode()).as(about).isNotIn(NEVER);
      if (answer.statusCode() >= 400) {
        assertThat(answer.headers().firstValue("content-type"))
            .as(about)
            .hasValue("application/problem+json");
      }
      boolean documented = call.responses().containsKey(Integer.toString(answer.statusCode()));
      if (documented || !OF_THE_ROUTER.contains(answer.statusCode())) {
        assertThat(shapes.faults(call, answer, answer.body())).as(about).isEmpty();
      }
    }
  }

  private HttpResponse<String> send(RequestSketch sketch) throws Exception {
    HttpRequest request = sketch.request(serving::request);
    return serving.send(request);
  }
}
