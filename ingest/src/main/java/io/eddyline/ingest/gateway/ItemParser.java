package io.eddyline.ingest.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.ingest.event.JsonFields;
import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.RejectionReason;
import io.eddyline.schemas.record.Item;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A catalogue entry from JSON. Stateless; any thread. */
final class ItemParser {
  /** What became of one item as sent: exactly one of the two is there. */
  record Outcome(@Nullable Item item, @Nullable Refusal refusal) {}

  private ItemParser() {}

  /**
   * Reads one item.
   *
   * @param pathId the id from the path, or null if the item names its own
   */
  static Outcome parse(JsonNode json, @Nullable String pathId, long nowMs) {
    if (!json.isObject()) {
      return refused(new Refusal(RejectionReason.UNREADABLE, "", "item is not a JSON object"));
    }
    JsonFields fields = new JsonFields(json);
    String id = pathId == null ? fields.requiredText("item_id") : pathId;
    Item.Builder item = Item.newBuilder().setItemId(id).setUpdatedAtMs(nowMs);
    String title = fields.text("title");
    item.setTitle(title == null ? "" : title);
    Boolean available = fields.bool("available");
    item.setAvailable(available == null || available);
    JsonNode attributes = fields.object("attributes");
    if (attributes != null) {
      checkAttributes(attributes, fields);
      item.setAttributesJson(attributes.toString());
    }
    String fault = Identifiers.fault(id);
    if (fault != null) {
      fields.refuse(Refusal.field(RejectionReason.INVALID_ID, "item_id", fault));
    }
    String ownId = pathId == null ? null : fields.text("item_id");
    if (ownId != null && !ownId.equals(pathId)) {
      fields.refuse(
          Refusal.field(RejectionReason.INVALID_ID, "item_id", "is another than in the path"));
    }
    Refusal refusal = fields.fault();
    return refusal == null ? new Outcome(item.build(), null) : refused(refusal);
  }

  private static void checkAttributes(JsonNode attributes, JsonFields fields) {
    for (Map.Entry<String, JsonNode> attribute : attributes.properties()) {
      JsonNode value = attribute.getValue();
      boolean sound = value.isArray() ? areScalars(value) : isScalar(value);
      if (!sound) {
        String pointer = attribute.getKey().replace("~", "~0").replace("/", "~1");
        fields.refuse(
            new Refusal(
                RejectionReason.INVALID_FIELD,
                "/attributes/" + pointer,
                "attribute %s is not a string, number, boolean, or list of them"
                    .formatted(Refusal.shown(attribute.getKey()))));
      }
    }
  }

  private static boolean areScalars(JsonNode array) {
    for (JsonNode element : array) {
      if (!isScalar(element)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isScalar(JsonNode value) {
    return value.isTextual() || value.isNumber() || value.isBoolean();
  }

  private static Outcome refused(Refusal refusal) {
    return new Outcome(null, refusal);
  }
}
