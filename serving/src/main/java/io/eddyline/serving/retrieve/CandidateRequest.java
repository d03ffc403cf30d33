package io.eddyline.serving.retrieve;

import io.eddyline.serving.retrieve.RecommendationRequest.Asker;
import io.eddyline.serving.retrieve.RecommendationRequest.Boost;
import java.util.List;

/**
 * A client's own candidates, to be ordered; already validated.
 *
 * @param items ids, in any order; repeats count once
 */
public record CandidateRequest(
    Asker asker, List<String> items, List<Boost> boosts, boolean explain) {
  public CandidateRequest {
    items = List.copyOf(items);
    boosts = List.copyOf(boosts);
  }
}
