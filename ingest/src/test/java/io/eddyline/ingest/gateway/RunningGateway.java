package io.eddyline.ingest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eddyline.ingest.event.EventsConfig;
import io.eddyline.schemas.topic.TopicCatalogue;
import io.eddyline.schemas.topic.TopicsConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A gateway on a free port whose producers keep what they are given. */
final class RunningGateway implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final TopicCatalogue CATALOGUE = new TopicCatalogue(new TopicsConfig("eddyline", 4, 4, 1));

  final List<MockProducer<byte[], byte[]>> producers = new CopyOnWriteArrayList<>();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  volatile boolean kafkaReachable = true;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient client = HttpClient.newHttpClient();
  private final Gateway gateway;

  RunningGateway(boolean acknowledge, int maxConcurrentRequests) {
    GatewayConfig config =
        new GatewayConfig(
            "127.0.0.1", 0, 65_536, 2048, 100, maxConcurrentRequests, 1 << 20, 2, 1, 100, 5000, 7);
    gateway =
        new Gateway.Parts(
                vertx,
                config,
                EventsConfig.defaults(),
                CATALOGUE,
                registry,
                () -> "eddyline_test 1\n",
                InstantSource.fixed(NOW))
            .start(
                () -> producer(acknowledge),
                () ->
                    kafkaReachable
                        ? CompletableFuture.completedFuture(1)
                        : CompletableFuture.failedFuture(new IOException("no broker")),
                () -> {});
  }

  MockProducer<byte[], byte[]> producer() {
    return producers.getLast();
  }

  List<ProducerRecord<byte[], byte[]>> produced(String topic) {
    return producer().history().stream().filter(r -> r.topic().equals(topic)).toList();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + gateway.port());
  }

  double count(String outcome, String reason) {
    return registry
        .get("eddyline.ingest.events")
        .tags("outcome", outcome, "reason", reason)
        .counter()
        .count();
  }

  Answer post(String path, String contentType, String body) throws Exception {
    return send(
        path,
        request ->
            request
                .header("Content-Type", contentType)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  Answer send(String path, UnaryOperator<HttpRequest.Builder> shape) throws Exception {
    return answer(client.send(request(path, shape), HttpResponse.BodyHandlers.ofString()));
  }

  CompletableFuture<Answer> sendAsync(String path, UnaryOperator<HttpRequest.Builder> shape) {
    return client
        .sendAsync(request(path, shape), HttpResponse.BodyHandlers.ofString())
        .thenApply(RunningGateway::answer);
  }

  @Override
  public void close() {
    gateway.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
    client.close();
  }

  record Answer(HttpResponse<String> http) {
    int status() {
      return http.statusCode();
    }

    JsonNode json() throws IOException {
      return new JsonMapper().readTree(http.body());
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    String code() throws IOException {
      return json().path("code").asText();
    }
  }

  private static Answer answer(HttpResponse<String> http) {
    return new Answer(http);
  }

  private HttpRequest request(String path, UnaryOperator<HttpRequest.Builder> shape) {
    URI uri = URI.create("http://127.0.0.1:" + gateway.port() + path);
    return shape.apply(HttpRequest.newBuilder(uri)).build();
  }

  private MockProducer<byte[], byte[]> producer(boolean acknowledge) {
    Node node = new Node(0, "localhost", 1);
    List<PartitionInfo> partitions = new ArrayList<>();
    for (String topic : List.of(CATALOGUE.events().name(), CATALOGUE.items().name())) {
      for (int partition = 0; partition < 4; partition++) {
        partitions.add(
            new PartitionInfo(topic, partition, node, new Node[] {node}, new Node[] {node}));
      }
    }
    MockProducer<byte[], byte[]> producer =
        new MockProducer<>(
            new Cluster("test", List.of(node), partitions, Set.of(), Set.of()),
            acknowledge,
            null,
            new ByteArraySerializer(),
            new ByteArraySerializer());
    producers.add(producer);
    return producer;
  }
}
