package io.eddyline.ingest.gateway;

import io.eddyline.ingest.event.Refusal;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A record that was not taken, as the answer names it.
 *
 * @param index its place in the request
 */
record RefusedRecord(int index, Refusal refusal) {

  static JsonArray toJson(List<RefusedRecord> refused) {
    JsonArray array = new JsonArray();
    for (RefusedRecord record : refused) {
      array.add(
          new JsonObject()
              .put("index", record.index())
              .put("code", record.refusal().code())
              .put("detail", record.refusal().detail())
              .put("pointer", record.refusal().pointer()));
    }
    return array;
  }

  /** The 422 of a request of which nothing was taken. */
  static Problem allRefused(List<RefusedRecord> refused) {
    return new Problem(
        422,
        "all_refused",
        "Nothing was accepted",
        "%d of %d records were refused".formatted(refused.size(), refused.size()),
        new JsonObject().put("accepted", 0).put("rejected", toJson(refused)));
  }
}
