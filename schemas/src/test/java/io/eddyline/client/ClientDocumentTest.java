package io.eddyline.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.eddyline.schemas.openapi.OpenApiDocument;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The client has the operations and fields of the OpenAPI documents, all of them and no others. */
class ClientDocumentTest {
  private static final JsonNode INGEST = read(OpenApiDocument.INGEST);
  private static final JsonNode SERVING = read(OpenApiDocument.SERVING);

  private static JsonNode read(OpenApiDocument document) {
    try {
      return new YAMLMapper().readTree(document.text());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void hasEveryOperation() {
    assertThat(methods(IngestClient.class)).isEqualTo(operations(INGEST));
    assertThat(methods(ServingClient.class)).isEqualTo(operations(SERVING));
  }

  private static Set<String> methods(Class<?> client) {
    return Arrays.stream(client.getDeclaredMethods())
        .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
        .map(Method::getName)
        .filter(name -> !name.equals("close"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All that are answered with anything but 501. */
  private static Set<String> operations(JsonNode document) {
    Set<String> ids = new TreeSet<>();
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        JsonNode responses = operation.path("responses");
        boolean isThere = responses.size() > 1 || !responses.has("501");
        if (operation.has("operationId") && isThere) {
          ids.add(operation.get("operationId").textValue());
        }
      }
    }
    return ids;
  }

  /** A record, and the schema whose properties it has. */
  record Pair(Class<? extends Record> type, JsonNode document, String pointer) {
    @Override
    public String toString() {
      return type.getSimpleName() + " " + pointer;
    }
  }

  static Stream<Pair> pairs() {
    String schemas = "/components/schemas/";
    return Stream.of(
        new Pair(Event.class, INGEST, schemas + "Event"),
        new Pair(RefusedRecord.class, INGEST, schemas + "Refused"),
        new Pair(Accepted.class, INGEST, schemas + "EventsAccepted"),
        new Pair(RecommendationRequest.class, SERVING, schemas + "RecommendationRequest"),
        new Pair(Recommendation.class, SERVING, schemas + "Recommendation"),
        new Pair(
            Recommendation.Item.class, SERVING, schemas + "Recommendation/properties/items/items"),
        new Pair(
            Recommendation.Because.class,
            SERVING,
            schemas + "Recommendation/properties/items/items/properties/because/items"),
        new Pair(
            Recommendation.Parts.class,
            SERVING,
            schemas + "Recommendation/properties/items/items/properties/parts"),
        new Pair(
            Recommendation.Exploration.class,
            SERVING,
            schemas + "Recommendation/properties/exploration"),
        new Pair(
            Recommendation.Applied.class, SERVING, schemas + "Recommendation/properties/applied"),
        new Pair(RankRequest.class, SERVING, schemas + "RankRequest"),
        new Pair(Boost.class, SERVING, schemas + "Boost"),
        new Pair(ItemFacts.class, SERVING, schemas + "Item"),
        new Pair(SessionItem.class, SERVING, schemas + "Session/items"),
        new Pair(
            ProblemException.Fault.class, SERVING, schemas + "Problem/properties/errors/items"),
        new Pair(Recommendation.Model.class, SERVING, schemas + "Recommendation/properties/model"),
        new Pair(Order.class, SERVING, schemas + "Order"),
        new Pair(Order.Canary.class, SERVING, schemas + "CanaryOrder"),
        new Pair(Order.Shadow.class, SERVING, schemas + "ShadowOrder"),
        new Pair(Order.Retention.class, SERVING, schemas + "RetentionOrder"),
        new Pair(Models.class, SERVING, schemas + "Models"),
        new Pair(Models.Orders.class, SERVING, schemas + "Models/properties/orders"),
        new Pair(Models.VersionOrder.class, SERVING, schemas + "VersionOrder"),
        new Pair(Models.Arm.class, SERVING, schemas + "Models/properties/arms/items"),
        new Pair(Models.Version.class, SERVING, schemas + "Models/properties/versions/items"));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void hasEveryField(Pair pair) {
    JsonNode schema = pair.document().at(pair.pointer());
    assertThat(schema.isMissingNode()).as(pair.pointer()).isFalse();
    Set<String> properties = new TreeSet<>();
    schema.get("properties").fieldNames().forEachRemaining(properties::add);
    assertThat(components(pair.type())).isEqualTo(properties);
  }

  @Test
  void hasEveryParameter() {
    assertThat(components(UserQuery.class))
        .isEqualTo(queryParameters("/v1/users/{id}/recommendations", "get"));
    assertThat(components(ListQuery.class))
        .isEqualTo(queryParameters("/v1/popular", "get"))
        .isEqualTo(queryParameters("/v1/items/{id}/similar", "get"));
    assertThat(components(Order.Manner.class))
        .isEqualTo(queryParameters("/v1/models/canary", "put"));
  }

  private static Set<String> queryParameters(String path, String method) {
    Set<String> names = new TreeSet<>();
    for (JsonNode parameter : SERVING.get("paths").get(path).get(method).get("parameters")) {
      JsonNode resolved =
          parameter.has("$ref")
              ? SERVING.at(parameter.get("$ref").textValue().substring(1))
              : parameter;
      if (resolved.get("in").textValue().equals("query")) {
        names.add(resolved.get("name").textValue());
      }
    }
    return names;
  }

  private static Set<String> components(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
