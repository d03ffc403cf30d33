package io.eddyline.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eddyline.client.BatchAnswer;
import io.eddyline.client.Boost;
import io.eddyline.client.ClientConfig;
import io.eddyline.client.ListQuery;
import io.eddyline.client.Models;
import io.eddyline.client.Order;
import io.eddyline.client.ProblemException;
import io.eddyline.client.RankRequest;
import io.eddyline.client.Recommendation;
import io.eddyline.client.RecommendationRequest;
import io.eddyline.client.ServingClient;
import io.eddyline.client.SessionItem;
import io.eddyline.client.UserQuery;
import io.eddyline.schemas.openapi.OpenApiDocument;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every operation of the Java client, against the server. */
@SuppressWarnings("NullAway.Init") // set before all tests
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClientOperationsTest {
  private static final Order.Manner WAIT = new Order.Manner(null, "a test", 20_000);

  private final Map<String, Runnable> operations = new LinkedHashMap<>();
  private RunningServing serving;
  private ServingClient client;

  @BeforeAll
  void start(@TempDir Path root) throws Exception {
    GoldenStore golden = new GoldenStore(root);
    for (long version = 2; version <= 4; version++) {
      golden.put(version, 2 + (int) (version % 2));
    }
    serving = RunningServing.start(golden).awaitVersion(4);
    client = new ServingClient(ClientConfig.of(serving.request("").build().uri().toString()));
    lists();
    items();
    versionOrders();
    candidateOrders();
    probes();
  }

  @AfterAll
  void close() {
    client.close();
    serving.close();
  }

  @Test
  void everyOperationIsAnsweredAndUnderstood() {
    Set<String> methods =
        Arrays.stream(ServingClient.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .filter(name -> !name.equals("close"))
            .collect(Collectors.toSet());
    assertThat(operations.keySet()).isEqualTo(methods);
    operations.values().forEach(Runnable::run);
  }

  private void lists() {
    operations.put(
        "recommendForUser",
        () -> {
          UserQuery all =
              new UserQuery(
                  5,
                  null,
                  List.of("i3"),
                  false,
                  "year >= 1990",
                  null,
                  0.2,
                  0.5,
                  null,
                  true,
                  null,
                  null);
          Recommendation answer = client.recommendForUser("u9", all);
          assertThat(answer.items()).hasSize(5);
          assertThat(answer.items())
              .allSatisfy(
                  item -> {
                    assertThat(item.itemId()).isNotEqualTo("i3");
                    assertThat(item.title()).startsWith("Title ");
                    assertThat(item.propensity()).isBetween(0.0, 1.0);
                    assertThat(item.because()).isNotEmpty();
                    assertThat(item.parts()).isNotNull();
                  });
          assertThat(Objects.requireNonNull(answer.exploration()).poolSize()).isEqualTo(20);
          assertThat(answer.applied().satisfied()).isTrue();
          assertThat(answer.model().arm()).isEqualTo("active");
        });
    operations.put(
        "recommend",
        () -> {
          RecommendationRequest boosted =
              new RecommendationRequest(
                  "u9",
                  null,
                  List.of(SessionItem.of("i1")),
                  4,
                  null,
                  null,
                  null,
                  null,
                  List.of(new Boost(null, "i20", 900.0)),
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  null);
          assertThat(client.recommend(boosted).items().getFirst().itemId()).isEqualTo("i20");
        });
    operations.put(
        "recommendBatch",
        () -> {
          List<BatchAnswer> answers =
              client.recommendBatch(
                  List.of(
                      RecommendationRequest.of("u9", UserQuery.first(2)),
                      RecommendationRequest.of("u9", UserQuery.first(0))));
          assertThat(Objects.requireNonNull(answers.get(0).answer()).items()).hasSize(2);
          assertThat(Objects.requireNonNull(answers.get(1).problem()).code())
              .isEqualTo("invalid_request");
        });
    operations.put(
        "popular",
        () -> {
          Recommendation first = client.popular(ListQuery.first(3));
          Recommendation second =
              client.popular(new ListQuery(3, null, null, Objects.requireNonNull(first.next())));
          assertThat(second.items()).hasSize(3).doesNotContainAnyElementsOf(first.items());
        });
  }

  private void items() {
    operations.put(
        "rank",
        () -> {
          Recommendation ranked = client.rank(RankRequest.of("u9", List.of("i1", "i7", "none")));
          assertThat(ranked.items()).hasSize(1);
          assertThat(ranked.unavailable()).containsExactly("i7");
          assertThat(ranked.unknown()).containsExactly("none");
        });
    operations.put(
        "item",
        () -> {
          assertThat(client.item("i5").attributes()).containsEntry("year", 1995);
          ProblemException unknown =
              catchThrowableOfType(ProblemException.class, () -> client.item("a/b c"));
          assertThat(unknown.problem().code()).isEqualTo("unknown_item");
        });
    operations.put(
        "similarItems",
        () -> {
          ListQuery late = new ListQuery(4, null, "year > 2000", null);
          assertThat(client.similarItems("i5", late).items()).hasSize(4);
        });
  }

  private void versionOrders() {
    operations.put(
        "activateVersion",
        () -> assertThat(client.activateVersion("2", WAIT).order()).isEqualTo("activate"));
    operations.put("pinVersion", () -> assertThat(client.pinVersion("3", WAIT).obeyed()).isTrue());
    operations.put(
        "listModels",
        () -> {
          Models models = client.listModels();
          assertThat(Objects.requireNonNull(models.orders().pin()).version()).isEqualTo("3");
          assertThat(models.versions())
              .extracting(Models.Version::version)
              .containsExactly("4", "3", "2");
        });
    operations.put("unpin", () -> assertThat(client.unpin(WAIT).order()).isEqualTo("unpin"));
  }

  private void candidateOrders() {
    Order.Canary canary = new Order.Canary("3", 0.5, null);
    operations.put(
        "orderCanary", () -> assertThat(client.orderCanary(canary, WAIT).version()).isEqualTo("3"));
    operations.put(
        "withdrawCanary",
        () -> assertThat(client.withdrawCanary(WAIT).order()).isEqualTo("withdraw"));
    operations.put(
        "promoteCanary",
        () -> {
          assertThat(client.orderCanary(canary, WAIT).obeyed()).isTrue();
          assertThat(client.promoteCanary(WAIT).version()).isEqualTo("3");
        });
    operations.put(
        "orderShadow",
        () ->
            assertThat(client.orderShadow(new Order.Shadow("2", 1), WAIT).order())
                .isEqualTo("shadow"));
    operations.put(
        "withdrawShadow", () -> assertThat(client.withdrawShadow(WAIT).obeyed()).isTrue());
    operations.put(
        "orderRetention",
        () -> assertThat(client.orderRetention(new Order.Retention(5), WAIT).obeyed()).isTrue());
    operations.put(
        "withdrawRetention", () -> assertThat(client.withdrawRetention(WAIT).obeyed()).isTrue());
  }

  private void probes() {
    operations.put("live", () -> assertThat(client.live().status()).isEqualTo("live"));
    operations.put("ready", () -> assertThat(client.ready().modelVersion()).isEqualTo("3"));
    operations.put(
        "metrics",
        () -> assertThat(client.metrics()).contains("eddyline_serving_model_version 3.0"));
    operations.put(
        "openApi", () -> assertThat(client.openApi()).isEqualTo(OpenApiDocument.SERVING.text()));
  }
}
