package io.eddyline.ingest.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeType;
import io.eddyline.schemas.error.RejectionReason;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a JSON object by type. A null is as good as an absent field; the first fault is
 * kept and later ones are passed over.
 *
 * <p>Threading: one thread; lives as long as one record is parsed.
 */
public final class JsonFields {
  private final JsonNode object;
  private @Nullable Refusal fault;

  public JsonFields(JsonNode object) {
    this.object = object;
  }

  /** The first fault of the fields asked for so far. */
  public @Nullable Refusal fault() {
    return fault;
  }

  public boolean has(String field) {
    return object.hasNonNull(field);
  }

  /** A string that must be there; empty after a fault. */
  public String requiredText(String field) {
    if (!has(field)) {
      refuse(Refusal.field(RejectionReason.MISSING_FIELD, field, "is missing"));
      return "";
    }
    String text = text(field);
    return text == null ? "" : text;
  }

  public @Nullable String text(String field) {
    JsonNode node = typed(field, JsonNodeType.STRING, "a string");
    return node == null ? null : node.textValue();
  }

  public @Nullable Double number(String field) {
    JsonNode node = typed(field, JsonNodeType.NUMBER, "a number");
    return node == null ? null : node.doubleValue();
  }

  public @Nullable Boolean bool(String field) {
    JsonNode node = typed(field, JsonNodeType.BOOLEAN, "true or false");
    return node == null ? null : node.booleanValue();
  }

  public @Nullable JsonNode object(String field) {
    return typed(field, JsonNodeType.OBJECT, "an object");
  }

  /** An integer of 0 to {@link Integer#MAX_VALUE}. */
  public @Nullable Integer count(String field) {
    JsonNode node = typed(field, JsonNodeType.NUMBER, "an integer");
    if (node == null) {
      return null;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 0) {
      refuse(
          Refusal.field(
              RejectionReason.INVALID_FIELD,
              field,
              "is %s, expected an integer of 0 to %d"
                  .formatted(Refusal.shown(node.asText()), Integer.MAX_VALUE)));
      return null;
    }
    return node.intValue();
  }

  /** RFC 3339 or epoch milliseconds. */
  public @Nullable Long timestampMs(String field) {
    if (!has(field)) {
      return null;
    }
    JsonNode node = object.get(field);
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    long parsed = node.isTextual() ? Timestamps.parseRfc3339(node.textValue()) : Timestamps.INVALID;
    if (parsed == Timestamps.INVALID) {
      refuse(
          Refusal.field(
              RejectionReason.INVALID_TIMESTAMP,
              field,
              "is %s, expected RFC 3339 or milliseconds since the epoch"
                  .formatted(node.isValueNode() ? Refusal.shown(node.asText()) : article(node))));
      return null;
    }
    return parsed;
  }

  /** Notes a fault, unless there is one already. */
  public void refuse(Refusal refusal) {
    if (fault == null) {
      fault = refusal;
    }
  }

  private @Nullable JsonNode typed(String field, JsonNodeType type, String expected) {
    if (!has(field)) {
      return null;
    }
    JsonNode node = object.get(field);
    if (node.getNodeType() != type) {
      refuse(
          Refusal.field(
              RejectionReason.INVALID_FIELD,
              field,
              "is %s, expected %s".formatted(article(node), expected)));
      return null;
    }
    return node;
  }

  static String article(JsonNode node) {
    String type = node.getNodeType().name().toLowerCase(Locale.ROOT);
    return switch (node.getNodeType()) {
      case NULL -> type;
      case ARRAY, OBJECT -> "an " + type;
      default -> "a " + type;
    };
  }
}
