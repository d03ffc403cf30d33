package io.eddyline.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.serde.RecordSerdes;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class EventParserPropertyTest {
  private static final long NOW_MS = 1_700_000_000_000L;
  private static final List<String> FIELDS =
      List.of(
          "user_id",
          "item_id",
          "type",
          "event_id",
          "timestamp",
          "value",
          "session_id",
          "recommendation_id",
          "position",
          "properties",
          "other");

  private final EventParser parser = new EventParser(EventsConfig.defaults());

  @Provide
  Arbitrary<JsonNode> values() {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return Arbitraries.oneOf(
        Arbitraries.strings().map(json::textNode),
        Arbitraries.of("click", "rating", "dwell", "u").map(json::textNode),
        Arbitraries.doubles().map(json::numberNode),
        Arbitraries.longs().map(value -> (JsonNode) json.numberNode(value)),
        Arbitraries.bigIntegers().map(value -> (JsonNode) json.numberNode(value)),
        Arbitraries.of(true, false).map(json::booleanNode),
        Arbitraries.of(json.nullNode(), json.objectNode(), json.arrayNode()));
  }

  @Provide
  Arbitrary<JsonNode> objects() {
    return Arbitraries.maps(Arbitraries.of(FIELDS), values())
        .ofMaxSize(FIELDS.size())
        .map(
            fields -> {
              ObjectNode object = JsonNodeFactory.instance.objectNode();
              object.setAll(fields);
              return object;
            });
  }

  @Property
  void refusesOrMakesAnEventThatKafkaGivesBack(@ForAll("objects") JsonNode json) {
    switch (parser.parse(json, NOW_MS, null, 0)) {
      case Parsed.Sound(var event) ->
          assertThat(RecordSerdes.EVENT.decode(RecordSerdes.EVENT.encode(event))).isEqualTo(event);
      case Parsed.Refused(Refusal refusal, _) -> assertThat(refusal.detail()).isNotBlank();
    }
  }

  @Property
  void refusesWhateverIsNoObject(@ForAll("values") JsonNode json) {
    if (!json.isObject()) {
      assertThat(parser.parse(json, NOW_MS, null, 0)).isInstanceOf(Parsed.Refused.class);
    }
  }

  @Example
  void readsRfc3339InAnyOffset() throws JsonProcessingException {
    for (String text :
        List.of("2023-11-14T22:13:20Z", "2023-11-15T00:13:20.000+02:00", "2023-11-14t22:13:20z")) {
      Parsed parsed = parse("\"timestamp\":\"" + text + "\"");
      assertThat(parsed).isInstanceOf(Parsed.Sound.class);
      assertThat(((Parsed.Sound) parsed).event().getTimestampMs()).isEqualTo(NOW_MS);
    }
    for (String text : List.of("2023-11-14", "2023-11-14T22:13Z", "2023-13-14T22:13:20Z", "now")) {
      assertThat(parse("\"timestamp\":\"" + text + "\"")).isInstanceOf(Parsed.Refused.class);
    }
  }

  @Example
  void takesNullForAbsent() throws JsonProcessingException {
    assertThat(parse("\"value\":null,\"session_id\":null")).isInstanceOf(Parsed.Sound.class);
    assertThat(parse("\"session_id\":\"\"")).isInstanceOf(Parsed.Refused.class);
  }

  private Parsed parse(String more) throws JsonProcessingException {
    String json = "{\"user_id\":\"u\",\"item_id\":\"i\",\"type\":\"click\"," + more + "}";
    return parser.parse(new ObjectMapper().readTree(json), NOW_MS, null, 0);
  }
}
