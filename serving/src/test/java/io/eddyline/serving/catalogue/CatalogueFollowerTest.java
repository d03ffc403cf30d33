package io.eddyline.serving.catalogue;

import static io.eddyline.serving.RunningServing.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.record.Item;
import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.RunningServing;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // set before each test
class CatalogueFollowerTest {
  private static final int ALL = 48;

  private GoldenStore golden;
  private RunningServing serving;

  @BeforeEach
  void start(@TempDir Path root) throws Exception {
    golden = new GoldenStore(root);
    golden.put(2, 2);
    serving = RunningServing.start(golden).awaitVersion(2);
  }

  @AfterEach
  void close() {
    serving.close();
  }

  @Test
  void hidesItemThatBecomesUnavailableAndShowsItAgain() throws Exception {
    String best = recommended().getFirst();
    serving.topics().catalogue(best, item("Gone for now", false));
    await().until(() -> !recommended().contains(best) && !popular().contains(best));
    serving.topics().catalogue(best, item("Back again", true));
    await().until(() -> recommended().getFirst().equals(best) && popular().contains(best));
    assertThat(recommendation().get("items").get(0).get("title").textValue())
        .isEqualTo("Back again");
  }

  @Test
  void hidesDeletedItem() throws Exception {
    String best = recommended().getFirst();
    serving.topics().catalogue(best, null);
    await().until(() -> !recommended().contains(best) && !popular().contains(best));
  }

  @Test
  void filtersSeeAttributesAsTheyAreNow() throws Exception {
    assertThat(filtered("color = \"blue\"")).isEmpty();
    serving.topics().catalogue("i5", colored("blue"));
    serving.topics().catalogue("i6", colored("[\"blue\", \"red\"]"));
    await().until(() -> filtered("color = \"blue\"").equals(List.of("i5", "i6")));
    assertThat(filtered("has(color) and not color = \"red\"")).containsExactly("i5");
    assertThat(filtered("year = 1995")).doesNotContain("i5");
    serving.topics().catalogue("i5", colored("green"));
    await().until(() -> filtered("color = \"blue\"").equals(List.of("i6")));
    assertThat(filtered("color < \"h\"")).containsExactly("i5", "i6");
  }

  @Test
  void knowsItemThatCameSinceTheVersion() throws Exception {
    assertThat(serving.get("/v1/items/newcomer").statusCode()).isEqualTo(404);
    serving.topics().catalogue("newcomer", item("Brand new", true));
    await().until(() -> serving.get("/v1/items/newcomer").statusCode() == 200);
    JsonNode facts = json(serving.get("/v1/items/newcomer"));
    assertThat(facts.get("title").textValue()).isEqualTo("Brand new");
    assertThat(facts.get("ranked").booleanValue()).isFalse();
  }

  private static Item colored(String color) {
    String json = color.startsWith("[") ? color : "\"" + color + "\"";
    return Item.newBuilder()
        .setAvailable(true)
        .setAttributesJson("{\"color\": " + json + "}")
        .build();
  }

  private List<String> filtered(String filter) throws Exception {
    return json(
            serving.get(
                "/v1/popular?limit=48&filter=" + URLEncoder.encode(filter, StandardCharsets.UTF_8)))
        .get("items")
        .findValuesAsText("item_id")
        .stream()
        .sorted()
        .toList();
  }

  @Test
  void passesOverUnreadableRecords() throws Exception {
    String best = recommended().getFirst();
    serving.topics().catalogueRaw(new byte[0], null);
    serving.topics().catalogueRaw(best.getBytes(StandardCharsets.UTF_8), new byte[] {9, 9, 9});
    serving.topics().catalogue(best, null);
    await().until(() -> !recommended().contains(best));
    assertThat(serving.get("/metrics").body())
        .contains("eddyline_serving_catalogue_records_total{outcome=\"unreadable\"} 2.0")
        .contains("eddyline_serving_catalogue_records_total{outcome=\"applied\"} 1.0")
        .contains("eddyline_serving_catalogue_changes_held 1.0")
        .contains("eddyline_serving_catalogue_lag_records 0.0");
  }

  @Test
  void laysRecentChangesOverVersionThatIsLoadedLater() throws Exception {
    String best = recommended().getFirst();
    serving.topics().catalogue(best, null);
    await().until(() -> !recommended().contains(best));
    golden.put(3, 2);
    serving.announce(3);
    serving.awaitVersion(3);
    assertThat(recommended()).doesNotContain(best);
  }

  @Test
  void leavesAloneWhatVersionWasMadeWith() throws Exception {
    String best = recommended().getFirst();
    serving.topics().catalogue(best, null);
    await().until(() -> !recommended().contains(best));
    GoldenStore.editManifest(golden.put(3, 2), manifest -> madeAt(manifest, 15));
    serving.announce(3);
    serving.awaitVersion(3);
    assertThat(recommended()).contains(best);
  }

  @Test
  void readsTopicAgainForOlderVersion(@TempDir Path other) throws Exception {
    GoldenStore store = new GoldenStore(other);
    GoldenStore.editManifest(store.put(5, 2), manifest -> madeAt(manifest, 15));
    try (RunningServing later = RunningServing.start(store).awaitVersion(5)) {
      String best = recommended(later).getFirst();
      later.topics().catalogueAgain(14, best, null);
      GoldenStore.editManifest(store.put(6, 2), manifest -> madeAt(manifest, 14));
      later.announce(6);
      later.awaitVersion(6);
      assertThat(recommended(later)).doesNotContain(best);
    }
  }

  @Test
  void goesOnAfterFailureOfBroker() throws Exception {
    String best = recommended().getFirst();
    serving.topics().catalogueConsumer().setPollException(new KafkaException("away"));
    serving.topics().catalogue(best, null);
    await().until(() -> !recommended().contains(best));
  }

  @Test
  void beginsAnewWhenTopicHasLostItsOffsets() throws Exception {
    String best = recommended().getFirst();
    var consumer = serving.topics().catalogueConsumer();
    consumer.setPollException(
        new OffsetOutOfRangeException(Map.of(consumer.assignment().iterator().next(), 14L)));
    await().until(() -> consumer.position(consumer.assignment().iterator().next()) == 0);
    serving.topics().catalogueAgain(3, best, null);
    await().until(() -> !recommended().contains(best));
  }

  private static void madeAt(ObjectNode manifest, int offset) {
    ((ObjectNode) manifest.get("offsets").get("items")).put("0", offset);
  }

  private static Item item(String title, boolean available) {
    return Item.newBuilder().setTitle(title).setAvailable(available).build();
  }

  private JsonNode recommendation() throws Exception {
    return json(serving.get("/v1/users/u9/recommendations?limit=48&exclude_seen=false"));
  }

  private List<String> recommended() throws Exception {
    return recommended(serving);
  }

  private static List<String> recommended(RunningServing serving) throws Exception {
    return json(serving.get("/v1/users/u9/recommendations?exclude_seen=false&limit=" + ALL))
        .get("items")
        .findValuesAsText("item_id");
  }

  private List<String> popular() throws Exception {
    return json(serving.get("/v1/popular?limit=" + ALL)).get("items").findValuesAsText("item_id");
  }
}
