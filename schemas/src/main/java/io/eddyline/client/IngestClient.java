package io.eddyline.client;

import io.eddyline.client.HttpCalls.Call;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The calls of ingest, named as the operations of its OpenAPI document.
 *
 * <p>Threading: thread-safe; each call blocks its caller.
 */
public final class IngestClient implements AutoCloseable {
  private final HttpCalls calls;

  public IngestClient(ClientConfig config) {
    this.calls = new HttpCalls(config);
  }

  /** Sends events; repeated attempts do not make them come twice. */
  public Accepted postEvents(List<Event> events) {
    return calls.send(
        new Call(
            "POST",
            "/v1/events",
            null,
            events,
            Map.of("Idempotency-Key", UUID.randomUUID().toString()),
            true),
        Accepted.class);
  }

  /** Writes catalogue entries, each of which names its item. */
  public Accepted postItems(List<CatalogueItem> items) {
    return calls.send(Call.post("/v1/items", items), Accepted.class);
  }

  /** Writes the entry of one item. */
  public Accepted putItem(String itemId, CatalogueItem item) {
    return calls.send(new Call("PUT", item(itemId), null, item, Map.of(), true), Accepted.class);
  }

  /** Takes an item out of the catalogue: it is not answered any more. */
  public Accepted deleteItem(String itemId) {
    return calls.send(new Call("DELETE", item(itemId), null, null, Map.of(), true), Accepted.class);
  }

  private static String item(String itemId) {
    return "/v1/items/" + HttpCalls.segment(itemId);
  }

  public Status getLiveness() {
    return calls.send(Call.get("/healthz/live", null), Status.class);
  }

  public Status getReadiness() {
    return calls.send(Call.get("/healthz/ready", null), Status.class);
  }

  /** In Prometheus' text format. */
  public String getMetrics() {
    return calls.text(Call.get("/metrics", null));
  }

  /** The OpenAPI document. */
  public String openApi() {
    return calls.text(Call.get("/openapi.yaml", null));
  }

  @Override
  public void close() {
    calls.close();
  }
}
