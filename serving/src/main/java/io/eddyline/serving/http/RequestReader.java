package io.eddyline.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.retrieve.CandidateRequest;
import io.eddyline.serving.retrieve.RecommendationRequest;
import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import io.eddyline.serving.retrieve.RecommendationRequest.Page;
import io.eddyline.serving.retrieve.RecommendationRequest.Selection;
import io.eddyline.serving.retrieve.RecommendationRequest.SessionItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads what {@code POST} asks of the ranking; a fault names its place by JSON pointer. */
final class RequestReader {
  private static final Set<String> RECOMMENDATION =
      Set.of(
          "user_id",
          "session_id",
          "session",
          "limit",
          "offset",
          "next",
          "exclude",
          "exclude_seen",
          "filter",
          "boost",
          "diversity",
          "explore",
          "min_relevance",
          "explain",
          ReadAfter.TOKEN,
          ReadAfter.WAIT_MS);
  private static final Set<String> CANDIDATES =
      Set.of("user_id", "session_id", "session", "items", "boost", "explain");
  private static final Set<String> SESSION_ITEM = Set.of("item_id", "weight");
  private static final Set<String> BOOST = Set.of("filter", "item_id", "weight");

  private final RequestRules rules;
  private final Faults faults;

  RequestReader(RequestRules rules, Faults faults) {
    this.rules = rules;
    this.faults = faults;
  }

  /**
   * A request for recommendations.
   *
   * @param pointer of the object
   */
  Asked recommendation(JsonNode object, String pointer) {
    Fields fields = new Fields(object, pointer, RECOMMENDATION, faults);
    RecommendationRequest request =
        new RecommendationRequest(
            asker(fields),
            new Page(
                fields.integer("offset", 0, 0, Limits.MAX_OFFSET),
                fields.integer("limit", Limits.DEFAULT_LIMIT, 1, rules.maxLimit())),
            new Selection(
                fields.ids("exclude"),
                fields.flag("exclude_seen", true),
                fields.filter("filter"),
                fields.number("min_relevance", 0, 0, 1)),
            rules.ordering(
                boosts(fields),
                fields.number("diversity", 0, 0, 1),
                fields.number("explore", 0, 0, 1)),
            fields.flag("explain", false));
    String next = fields.text("next");
    if (next != null && fields.has("offset")) {
      faults.pointer(fields.at("offset"), "stands beside next, which says where to go on");
    }
    String after = fields.text(ReadAfter.TOKEN);
    int waitMs = fields.integer(ReadAfter.WAIT_MS, rules.defaultWaitMs(), 0, rules.maxWaitMs());
    faults.throwIfAny();
    return Asked.of("recommendations", request, next).reading(rules.after(after, waitMs));
  }

  /** A request to order candidates. */
  CandidateRequest candidates(JsonNode body) {
    Fields fields = new Fields(body, "", CANDIDATES, faults);
    if (!fields.has("items")) {
      faults.pointer("/items", "is absent, expected a list of ids");
    }
    CandidateRequest request =
        new CandidateRequest(
            asker(fields), fields.ids("items"), boosts(fields), fields.flag("explain", false));
    faults.throwIfAny();
    return request;
  }

  private Asker asker(Fields fields) {
    return new Asker(
        fields.optionalId("user_id"), fields.optionalId("session_id"), session(fields));
  }

  private List<SessionItem> session(Fields fields) {
    List<SessionItem> items = new ArrayList<>();
    for (JsonNode node : fields.array("session", Limits.MAX_IDS)) {
      Fields item =
          new Fields(node, fields.at("session") + "/" + items.size(), SESSION_ITEM, faults);
      double weight = item.number("weight", 1, 0, Limits.MAX_WEIGHT);
      if (node.isObject() && (float) weight == 0) {
        faults.pointer(item.at("weight"), "is 0, expected more than 0");
      }
      items.add(new SessionItem(node.isObject() ? item.id("item_id") : "", (float) weight));
    }
    return items;
  }

  private List<Boost> boosts(Fields fields) {
    List<Boost> boosts = new ArrayList<>();
    for (JsonNode node : fields.array("boost", Limits.MAX_BOOSTS)) {
      Fields boost = new Fields(node, fields.at("boost") + "/" + boosts.size(), BOOST, faults);
      boosts.add(boost(boost));
    }
    return boosts;
  }

  private Boost boost(Fields boost) {
    if (boost.has("filter") == boost.has("item_id") || !boost.has("weight")) {
      faults.pointer(boost.place(), "has not a weight and either filter or item_id");
      return new Boost.ByItem("", 0);
    }
    float weight = (float) boost.number("weight", 0, -Limits.MAX_BOOST, Limits.MAX_BOOST);
    if (boost.has("item_id")) {
      return new Boost.ByItem(boost.id("item_id"), weight);
    }
    if (boost.isNull("filter")) {
      faults.pointer(boost.at("filter"), "is null, expected a string");
    }
    Filter filter = boost.filter("filter");
    return filter == null ? new Boost.ByItem("", 0) : new Boost.ByFilter(filter, weight);
  }
}
