package io.eddyline.serving.retrieve;

import io.eddyline.serving.filter.Filter;
import io.eddyline.serving.rerank.Reranking;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a client asks for; already validated.
 *
 * @param explain says of each item why it scores as it does
 */
public record RecommendationRequest(
    Asker asker, Page page, Selection selection, Ordering ordering, boolean explain) {

  /**
   * Whom the answer is for.
   *
   * @param userId null for an anonymous session
   * @param sessionId names an anonymous session, null if it has no name
   * @param session items of the session at hand, oldest first: the last one is the newest
   */
  public record Asker(
      @Nullable String userId, @Nullable String sessionId, List<SessionItem> session) {
    public Asker {
      session = List.copyOf(session);
    }

    /**
     * What the request's arm is chosen by, the same for all requests of one user or session: the
     * user, otherwise the session's name, otherwise its oldest item; empty if there is none of
     * them.
     */
    public String key() {
      if (userId != null) {
        return "u:" + userId;
      }
      if (sessionId != null) {
        return "s:" + sessionId;
      }
      return session.isEmpty() ? "" : "i:" + session.getFirst().itemId();
    }
  }

  /**
   * An item of the session.
   *
   * @param weight factor of its coefficient in the query, 1 for an ordinary one
   */
  public record SessionItem(String itemId, float weight) {}

  /**
   * Which part of the list.
   *
   * @param offset items to skip
   * @param limit items to answer
   */
  public record Page(int offset, int limit) {
    /** Items up to the page's end. */
    public int end() {
      return offset + limit;
    }
  }

  /**
   * Which items may be answered.
   *
   * @param exclude items that must not
   * @param excludeSeen leaves out what the user already has and what is in the session
   * @param filter that the items must pass, null for none
   * @param minRelevance relevance that the items must have, 0 for any
   */
  public record Selection(
      List<String> exclude, boolean excludeSeen, @Nullable Filter filter, double minRelevance) {
    /** Leaves out what the user already has, and nothing else. */
    public static final Selection UNSEEN = new Selection(List.of(), true, null, 0);

    public Selection {
      exclude = List.copyOf(exclude);
    }
  }

  /**
   * How the items are ordered.
   *
   * @param poolSize items from the top of the ranking that are rearranged
   */
  public record Ordering(List<Boost> boosts, Reranking reranking, int poolSize) {
    /** By the score. */
    public static final Ordering BY_SCORE = new Ordering(List.of(), new Reranking(0, 0, 0), 0);

    public Ordering {
      boosts = List.copyOf(boosts);
    }
  }

  /** A weight that is added to the scores of some items. */
  public sealed interface Boost {
    float weight();

    /** Of those that pass a filter. */
    record ByFilter(Filter filter, float weight) implements Boost {}

    /** Of one item. */
    record ByItem(String itemId, float weight) implements Boost {}
  }

  /** This request for another page. */
  public RecommendationRequest at(Page other) {
    return new RecommendationRequest(asker, other, selection, ordering, explain);
  }

  /** This request with another seed. */
  public RecommendationRequest seeded(long seed) {
    Reranking how = ordering.reranking();
    return new RecommendationRequest(
        asker,
        page,
        selection,
        new Ordering(
            ordering.boosts(),
            new Reranking(how.diversity(), how.temperature(), seed),
            ordering.poolSize()),
        explain);
  }
}
