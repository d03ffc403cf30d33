package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A request's values held against the document's schemas, on the event loop. Bodies are parsed
 * anew, as they come.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RequestCheckBenchmark {
  private static final int SESSION = 100;
  private static final List<String> NAMES = List.of("id", "limit", "offset", "exclude_seen");
  private static final List<Object> VALUES = List.of("user-9", 10L, 0L, true);

  private final Vertx vertx = Vertx.vertx();
  private final byte[] small =
      """
      {"user_id": "196", "limit": 5,
       "filter": "genre = \\"Comedy\\" and year >= 1990 and not item_id in [\\"50\\"]",
       "boost": [{"filter": "year >= 1997", "weight": 0.5}],
       "diversity": 0.3, "explain": true}
      """
          .getBytes(StandardCharsets.UTF_8);
  private final byte[] large = session();

  @SuppressWarnings("NullAway.Init") // made before the first call
  private List<SchemaCheck> parameters;

  @SuppressWarnings("NullAway.Init") // made before the first call
  private SchemaCheck body;

  private static byte[] session() {
    JsonArray session = new JsonArray();
    for (int item = 0; item < SESSION; item++) {
      session.add(new JsonObject().put("item_id", "item-" + item).put("weight", 1));
    }
    return new JsonObject().put("session", session).toBuffer().getBytes();
  }

  @Setup(Level.Trial)
  public void read() {
    OpenAPIContract contract = ApiContract.load(vertx);
    SchemaRepository schemas = contract.getSchemaRepository();
    Operation get = Objects.requireNonNull(contract.operation("recommendForUser"));
    parameters =
        NAMES.stream()
            .map(
                name ->
                    get.getParameters().stream()
                        .filter(parameter -> parameter.getName().equals(name))
                        .findFirst()
                        .orElseThrow())
            .map(parameter -> new SchemaCheck(schemas, parameter.getSchema()))
            .toList();
    Operation post = Objects.requireNonNull(contract.operation("recommend"));
    body =
        new SchemaCheck(
            schemas,
            Objects.requireNonNull(post.getRequestBody().getContent().get(Json.MEDIA_TYPE))
                .getSchema());
    if (fourParameters() + bodyOfSixFields() + bodyWithSessionOfHundred() != 0) {
      throw new IllegalStateException("a request does not fit the document");
    }
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /** Number of faults. */
  @Benchmark
  public int fourParameters() {
    int faults = 0;
    for (int index = 0; index < VALUES.size(); index++) {
      faults += parameters.get(index).violations(VALUES.get(index)).size();
    }
    return faults;
  }

  @Benchmark
  public int bodyOfSixFields() {
    return faults(small);
  }

  @Benchmark
  public int bodyWithSessionOfHundred() {
    return faults(large);
  }

  private int faults(byte[] bytes) {
    JsonNode document = Json.read(bytes);
    return body.violations(Json.plain(document)).size();
  }
}
