package io.eddyline.ingest.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eddyline.client.Accepted;
import io.eddyline.client.CatalogueItem;
import io.eddyline.client.ClientConfig;
import io.eddyline.client.Event;
import io.eddyline.client.IngestClient;
import io.eddyline.client.ProblemException;
import io.eddyline.schemas.openapi.OpenApiDocument;
import io.eddyline.schemas.record.Item;
import io.eddyline.schemas.serde.RecordSerdes;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every operation of the Java client, against the gateway. */
final class IngestClientTest {
  private final RunningGateway gateway = new RunningGateway(true, 16);
  private final IngestClient client = new IngestClient(ClientConfig.of(gateway.uri().toString()));

  @AfterEach
  void close() {
    client.close();
    gateway.close();
  }

  @Test
  void everyOperationIsAnsweredAndUnderstood() {
    Map<String, Runnable> operations = new LinkedHashMap<>();
    operations.put("postEvents", this::postsEvents);
    operations.put("postItems", this::postsItems);
    operations.put("putItem", this::putsItem);
    operations.put("deleteItem", this::deletesItem);
    operations.put("getLiveness", () -> assertThat(client.getLiveness().status()).isEqualTo("up"));
    operations.put(
        "getReadiness", () -> assertThat(client.getReadiness().status()).isEqualTo("ready"));
    operations.put("getMetrics", () -> assertThat(client.getMetrics()).contains("eddyline_test 1"));
    operations.put(
        "openApi", () -> assertThat(client.openApi()).isEqualTo(OpenApiDocument.INGEST.text()));
    Set<String> methods =
        Arrays.stream(IngestClient.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()) && !method.isSynthetic())
            .map(Method::getName)
            .filter(name -> !name.equals("close"))
            .collect(Collectors.toSet());
    assertThat(operations.keySet()).isEqualTo(methods);
    operations.values().forEach(Runnable::run);
  }

  private void postsEvents() {
    Accepted some =
        client.postEvents(List.of(Event.of("u", "i", "click"), Event.of("u", "i", "wink")));
    assertThat(some.accepted()).isEqualTo(1);
    assertThat(some.token()).isNotEmpty();
    assertThat(some.rejected())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.index()).isEqualTo(1);
              assertThat(refused.code()).isEqualTo("unknown_type");
            });
    ProblemException none =
        catchThrowableOfType(
            ProblemException.class, () -> client.postEvents(List.of(Event.of("", "i", "click"))));
    assertThat(none.problem().code()).isEqualTo("all_refused");
    assertThat(none.problem().requestId()).matches("[0-9a-f]{32}");
  }

  private void postsItems() {
    CatalogueItem named = new CatalogueItem("a/b", "Title", Map.of("genre", "Drama"), null);
    CatalogueItem nameless = new CatalogueItem(null, "Title", null, null);
    assertThat(client.postItems(List.of(named, nameless)).rejected())
        .singleElement()
        .satisfies(refused -> assertThat(refused.code()).isEqualTo("missing_field"));
    assertThat(lastItem().getAttributesJson()).isEqualTo("{\"genre\":\"Drama\"}");
  }

  private void putsItem() {
    CatalogueItem entry = new CatalogueItem(null, "Sold out", null, false);
    assertThat(client.putItem("a/b c", entry).accepted()).isEqualTo(1);
    assertThat(lastItem().getItemId()).isEqualTo("a/b c");
    assertThat(lastItem().getAvailable()).isFalse();
  }

  private void deletesItem() {
    assertThat(client.deleteItem("a/b c").accepted()).isEqualTo(1);
    assertThat(records().getLast().value()).isNull();
  }

  private Item lastItem() {
    return RecordSerdes.ITEM.decode(records().getLast().value());
  }

  private List<ProducerRecord<byte[], byte[]>> records() {
    return gateway.produced(RunningGateway.CATALOGUE.items().name());
  }
}
