package io.eddyline.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.eddyline.schemas.config.RecordSettings;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import io.eddyline.serving.control.OrderLog;
import io.eddyline.serving.model.Models;
import io.eddyline.serving.model.TestModels;
import io.eddyline.serving.overlay.OverlayConfig;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.overlay.feed.AppliedEvents;
import io.eddyline.serving.overlay.feed.OverlayFeedConfig;
import io.eddyline.serving.retrieve.RecommendationConfig;
import io.eddyline.serving.retrieve.RetrievalWorkers;
import io.eddyline.serving.retrieve.ShadowComparison;
import io.eddyline.serving.retrieve.ShadowConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenApiTest {
  @TempDir Path root;

  @Test
  void documentsEveryCallAndNoOther() throws Exception {
    Set<String> expected = new TreeSet<>(documented());
    for (Route route : Route.NOT_AVAILABLE_YET) {
      assertThat(expected).doesNotContain(inRouterNotation(route.toString()));
      expected.add(inRouterNotation(route.toString()));
    }
    assertThat(routed()).isEqualTo(expected);
  }

  private Set<String> routed() throws Exception {
    Vertx vertx = Vertx.vertx();
    var registry = new SimpleMeterRegistry();
    Overlays overlays = new Overlays(new OverlayConfig(1, 1), registry);
    try (Models models =
            Models.start(
                TestModels.plan(new GoldenStore(root)),
                new TestTopics().consumer(),
                (_, _, _, _) -> {},
                registry);
        RetrievalWorkers workers = new RetrievalWorkers(models.slot(), 1, 1);
        ShadowComparison shadow =
            new ShadowComparison(models.slot(), overlays, new ShadowConfig(1, 1), registry)) {
      Router router =
          ServingRoutes.create(
              vertx,
              new HttpConfig("127.0.0.1", 0, 4_096, 1, 1, 1),
              new ServingRoutes.Sources(
                  models,
                  workers,
                  shadow,
                  overlays,
                  AppliedEvents.ofVersionsAlone(
                      1, RecordSettings.defaults(OverlayFeedConfig.class)),
                  () -> true,
                  new RecommendationConfig(2, 1, 1),
                  new OrderLog(
                      new TestTopics().producer(), TestTopics.CATALOGUE, InstantSource.system()),
                  registry,
                  () -> "",
                  OpenTelemetry.noop(),
                  InstantSource.system()));
      return router.getRoutes().stream()
          .filter(route -> route.getPath() != null)
          .flatMap(
              route ->
                  Objects.requireNonNull(route.methods(), "every route names its methods").stream()
                      .map(method -> method.name() + " " + route.getPath()))
          .collect(Collectors.toCollection(TreeSet::new));
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
  }

  private static Set<String> documented() throws Exception {
    Set<String> calls = new TreeSet<>();
    try (InputStream yaml =
        Objects.requireNonNull(OpenApiTest.class.getResourceAsStream("/openapi/serving.yaml"))) {
      JsonNode document = new YAMLMapper().readTree(yaml);
      assertThat(document.get("openapi").textValue()).isEqualTo("3.1.0");
      for (var path : document.get("paths").properties()) {
        for (var operation : path.getValue().properties()) {
          assertThat(operation.getValue().has("operationId")).as(path.getKey()).isTrue();
          calls.add(
              inRouterNotation(operation.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey()));
        }
      }
    }
    return calls;
  }

  private static String inRouterNotation(String call) {
    return call.replaceAll("\\{(\\w+)}", ":$1");
  }
}
