package io.eddyline.k8s.cluster;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a serving process answers to each user, best first.
 *
 * <p>Of items with the very same score those of lower row come first. Items that the version has no
 * row for have theirs in the order in which they came to the process, so that it says nothing of
 * what was learnt: here such items are in the order of their ids, and those that share the last
 * score of a whole list, which it may have cut, are left out.
 *
 * @param byUser lists by the user's id
 */
record ServedLists(Map<String, ServedList> byUser) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LIMIT = 200;
  private static final Comparator<Scored> ORDER =
      Comparator.comparingDouble((Scored item) -> -item.score()).thenComparing(Scored::itemId);

  /**
   * A user's list.
   *
   * @param version that gave it
   */
  record ServedList(String version, List<Scored> items) {}

  /** An item, with its score as the answer says it. */
  record Scored(String itemId, double score) {}

  /** Asks for all of these users. */
  static ServedLists of(Tier serving, Collection<String> users) throws IOException {
    Map<String, ServedList> lists = new TreeMap<>();
    for (String user : users) {
      lists.put(user, list(serving, user));
    }
    return new ServedLists(lists);
  }

  private static ServedList list(Tier serving, String user) throws IOException {
    HttpResponse<String> answer =
        serving.get(
            "/v1/users/%s/recommendations?limit=%d"
                .formatted(URLEncoder.encode(user, StandardCharsets.UTF_8), LIMIT));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    JsonNode body = JSON.readTree(answer.body());
    assertThat(body.path("fallback").isNull()).as(answer.body()).isTrue();
    assertThat(body.path("items")).as(answer.body()).hasSize(LIMIT);
    List<Scored> items = new ArrayList<>();
    for (JsonNode item : body.path("items")) {
      items.add(new Scored(item.path("item_id").asText(), item.path("score").doubleValue()));
    }
    assertThat(items).isSortedAccordingTo(Comparator.comparingDouble(item -> -item.score()));
    double last = items.getLast().score();
    items.removeIf(item -> item.score() == last);
    items.sort(ORDER);
    return new ServedList(body.at("/model/version").asText(), items);
  }

  /** The first difference of each user's list that is not the same in others, of the same users. */
  Map<String, String> differences(ServedLists others) {
    Map<String, String> differences = new TreeMap<>();
    byUser.forEach(
        (user, ours) -> {
          ServedList theirs = requireNonNull(others.byUser.get(user));
          if (!ours.equals(theirs)) {
            differences.put(user, difference(ours, theirs));
          }
        });
    return differences;
  }

  private static String difference(ServedList ours, ServedList theirs) {
    int both = Math.min(ours.items().size(), theirs.items().size());
    int at = 0;
    while (at < both && ours.items().get(at).equals(theirs.items().get(at))) {
      at++;
    }
    return "version %s at %d %s instead of version %s %s"
        .formatted(ours.version(), at, from(ours, at), theirs.version(), from(theirs, at));
  }

  private static List<Scored> from(ServedList list, int at) {
    return list.items().subList(at, Math.min(at + 3, list.items().size()));
  }
}
