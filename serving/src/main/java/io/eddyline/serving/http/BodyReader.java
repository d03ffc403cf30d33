package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/recommendations}; a fault names its place by JSON pointer. */
final class BodyReader {
  private static final Set<String> FIELDS =
      Set.of("user_id", "session_id", "session", "limit", "offset", "exclude", "exclude_seen");
  private static final Set<String> SESSION_FIELDS = Set.of("item_id", "weight");

  private final JsonNode body;
  private final int maxLimit;
  private final Faults faults = new Faults();

  private BodyReader(JsonNode body, int maxLimit) {
    this.body = body;
    this.maxLimit = maxLimit;
  }

  /** The request in {@code body}; throws a problem that lists every fault. */
  static RecommendationRequest read(JsonNode body, int maxLimit) {
    return new BodyReader(body, maxLimit).request();
  }

  private RecommendationRequest request() {
    if (!body.isObject()) {
      faults.pointer("", "is not an object");
      faults.throwIfAny();
    }
    for (String name : (Iterable<String>) body::fieldNames) {
      if (Faults.NOT_AVAILABLE_YET.contains(name)) {
        faults.notAvailableYet(name);
      } else if (!FIELDS.contains(name)) {
        faults.pointer(pointer("", name), "is not a field of this call");
      }
    }
    RecommendationRequest request =
        new RecommendationRequest(
            optionalId("user_id"),
            optionalId("session_id"),
            session(),
            integer("limit", Limits.DEFAULT_LIMIT, 1, maxLimit),
            integer("offset", 0, 0, Limits.MAX_OFFSET),
            exclude(),
            excludeSeen());
    faults.throwIfAny();
    return request;
  }

  private @Nullable String optionalId(String name) {
    JsonNode node = body.get(name);
    return node == null || node.isNull() ? null : id("/" + name, node);
  }

  private List<SessionItem> session() {
    List<SessionItem> items = new ArrayList<>();
    for (JsonNode node : array("session")) {
      items.add(sessionItem("/session/" + items.size(), node));
    }
    return items;
  }

  private SessionItem sessionItem(String pointer, JsonNode node) {
    if (!node.isObject()) {
      faults.pointer(pointer, "is not an object");
      return new SessionItem("", 1);
    }
    for (String name : (Iterable<String>) node::fieldNames) {
      if (!SESSION_FIELDS.contains(name)) {
        faults.pointer(pointer(pointer, name), "is not a field of a session item");
      }
    }
    JsonNode weight = node.get("weight");
    boolean weighs = weight != null && weight.isNumber();
    double value = weighs ? weight.doubleValue() : 1;
    if ((weight != null && !weighs) || !(value > 0 && value <= Limits.MAX_WEIGHT)) {
      faults.pointer(
          pointer + "/weight",
          "is %s, expected more than 0, at most %s".formatted(weight, Limits.MAX_WEIGHT));
    }
    return new SessionItem(id(pointer + "/item_id", node.get("item_id")), (float) value);
  }

  private List<String> exclude() {
    List<String> ids = new ArrayList<>();
    for (JsonNode node : array("exclude")) {
      ids.add(id("/exclude/" + ids.size(), node));
    }
    return ids;
  }

  private boolean excludeSeen() {
    JsonNode node = body.get("exclude_seen");
    if (node != null && !node.isBoolean()) {
      faults.pointer("/exclude_seen", "is %s, expected true or false".formatted(node));
    }
    return node == null || node.booleanValue();
  }

  private int integer(String name, int defaultValue, int min, int max) {
    JsonNode node = body.get(name);
    if (node == null) {
      return defaultValue;
    }
    if (!node.isInt() || node.intValue() < min || node.intValue() > max) {
      faults.pointer("/" + name, "is %s, expected %d to %d".formatted(node, min, max));
    }
    return node.intValue();
  }

  private Iterable<JsonNode> array(String name) {
    JsonNode node = body.get(name);
    if (node == null) {
      return List.of();
    }
    if (!node.isArray() || node.size() > Limits.MAX_IDS) {
      faults.pointer(
          "/" + name, "is not an array of at most %d elements".formatted(Limits.MAX_IDS));
      return List.of();
    }
    return node;
  }

  private String id(String pointer, @Nullable JsonNode node) {
    if (node == null || !node.isTextual()) {
      faults.pointer(pointer, "is %s, expected a string".formatted(node == null ? "absent" : node));
      return "";
    }
    faults.requireId(pointer, node.textValue());
    return node.textValue();
  }

  /** Appends a name to a JSON pointer, escaped as RFC 6901 asks. */
  static String pointer(String parent, String name) {
    return parent + "/" + name.replace("~", "~0").replace("/", "~1");
  }
}
