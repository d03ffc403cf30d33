package io.eddyline.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.client.HttpCalls.Call;
import io.eddyline.client.ProblemException.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The calls of serving, named as the operations of its OpenAPI document.
 *
 * <p>Threading: thread-safe; each call blocks its caller.
 */
public final class ServingClient implements AutoCloseable {
  private final HttpCalls calls;

  public ServingClient(ClientConfig config) {
    this.calls = new HttpCalls(config);
  }

  /** Top items for a user. */
  public Recommendation recommendForUser(String userId, UserQuery query) {
    return calls.send(
        Call.get("/v1/users/" + HttpCalls.segment(userId) + "/recommendations", query),
        Recommendation.class);
  }

  /** Top items for a user, a session, or a user in a session. */
  public Recommendation recommend(RecommendationRequest request) {
    return calls.send(Call.post("/v1/recommendations", request), Recommendation.class);
  }

  /** The most popular available items. */
  public Recommendation popular(ListQuery query) {
    return calls.send(Call.get("/v1/popular", query), Recommendation.class);
  }

  /** Several requests at once; each gets an answer or a problem of its own, in their order. */
  public List<BatchAnswer> recommendBatch(List<RecommendationRequest> requests) {
    JsonNode body =
        calls.send(
            Call.post("/v1/recommendations/batch", Map.of("requests", requests)), JsonNode.class);
    List<BatchAnswer> answers = new ArrayList<>();
    for (JsonNode response : body.path("responses")) {
      answers.add(
          response.has("code")
              ? new BatchAnswer(null, calls.read(response, Problem.class))
              : new BatchAnswer(calls.read(response, Recommendation.class), null));
    }
    return answers;
  }

  /** Orders candidates. */
  public Recommendation rank(RankRequest request) {
    return calls.send(Call.post("/v1/rank", request), Recommendation.class);
  }

  /** What is known of an item. */
  public ItemFacts item(String itemId) {
    return calls.send(Call.get("/v1/items/" + HttpCalls.segment(itemId), null), ItemFacts.class);
  }

  /** The available items that are most like one. */
  public Recommendation similarItems(String itemId, ListQuery query) {
    return calls.send(
        Call.get("/v1/items/" + HttpCalls.segment(itemId) + "/similar", query),
        Recommendation.class);
  }

  /** The orders in force, and every version. */
  public Models listModels() {
    return calls.send(Call.get("/v1/models", null), Models.class);
  }

  /** Has a version answer until a newer one comes. */
  public Order activateVersion(String version, Order.Manner manner) {
    return order("POST", "/v1/models/" + HttpCalls.segment(version) + "/activate", manner, null);
  }

  /** Has a version answer whatever comes after it. */
  public Order pinVersion(String version, Order.Manner manner) {
    return order("POST", "/v1/models/" + HttpCalls.segment(version) + "/pin", manner, null);
  }

  /** Leaves it to activation and newer versions again. */
  public Order unpin(Order.Manner manner) {
    return order("DELETE", "/v1/models/pin", manner, null);
  }

  /** Has a candidate answer a share of the users. */
  public Order orderCanary(Order.Canary canary, Order.Manner manner) {
    return order("PUT", "/v1/models/canary", manner, canary);
  }

  /** Ends the canary. */
  public Order withdrawCanary(Order.Manner manner) {
    return order("DELETE", "/v1/models/canary", manner, null);
  }

  /** Activates the candidate and ends the canary. */
  public Order promoteCanary(Order.Manner manner) {
    return order("POST", "/v1/models/canary/promote", manner, null);
  }

  /** Has a version compared with the one that is shown. */
  public Order orderShadow(Order.Shadow shadow, Order.Manner manner) {
    return order("PUT", "/v1/models/shadow", manner, shadow);
  }

  /** Ends the comparison. */
  public Order withdrawShadow(Order.Manner manner) {
    return order("DELETE", "/v1/models/shadow", manner, null);
  }

  /** Has the store keep so many versions. */
  public Order orderRetention(Order.Retention retention, Order.Manner manner) {
    return order("PUT", "/v1/models/retention", manner, retention);
  }

  /** Leaves it to the builder how many versions are kept. */
  public Order withdrawRetention(Order.Manner manner) {
    return order("DELETE", "/v1/models/retention", manner, null);
  }

  /** An order is given once: a second attempt might find it obeyed and be refused. */
  private Order order(String method, String path, Order.Manner manner, @Nullable Object body) {
    return calls.send(new Call(method, path, manner, body, Map.of(), false), Order.class);
  }

  public Status live() {
    return calls.send(Call.get("/healthz/live", null), Status.class);
  }

  public Status ready() {
    return calls.send(Call.get("/healthz/ready", null), Status.class);
  }

  /** In Prometheus' text format. */
  public String metrics() {
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
