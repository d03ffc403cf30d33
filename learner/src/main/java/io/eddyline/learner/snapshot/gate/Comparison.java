package io.eddyline.learner.snapshot.gate;

import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A candidate and the accepted version on the same fresh interactions, each through its own graph
 * with its own users, histories and seen items.
 *
 * <p>Interactions with an item that the user already has in either version are left out: no list
 * would show it.
 *
 * @param recall Recall@10
 * @param ndcg NDCG@10
 * @param referenceHits hits of the accepted version
 * @param lostHits those of them that the candidate misses
 * @param compatibility NDCG@10 of the candidate's users over the accepted version's items, as a
 *     share of the candidate's own, on targets that both know: 1 if new users meet old items as
 *     well as new ones (Shen et al. 2020, "Towards backward-compatible representation learning");
 *     NaN if the candidate has no hit among them
 */
record Comparison(
    PairedDifference recall,
    PairedDifference ndcg,
    int referenceHits,
    int lostHits,
    double compatibility) {

  static Comparison of(
      StoredSnapshot candidate,
      StoredSnapshot reference,
      List<FreshInteraction> fresh,
      SampleRanker ranker)
      throws IOException {
    reference.fetch();
    Set<String> users =
        fresh.stream().map(FreshInteraction::userId).collect(Collectors.toUnmodifiableSet());
    Set<String> items =
        fresh.stream().map(FreshInteraction::itemId).collect(Collectors.toUnmodifiableSet());
    try (VersionRows rows = VersionRows.open(candidate, users, items);
        VersionRows old = VersionRows.open(reference, users, SampleQueries.itemIds(fresh, rows))) {
      List<FreshInteraction> sample =
          fresh.stream().filter(it -> !rows.hasSeen(it) && !old.hasSeen(it)).toList();
      TargetRanks ranks = ranker.rank(candidate, rows, SampleQueries.own(sample, rows));
      TargetRanks oldRanks = ranker.rank(reference, old, SampleQueries.own(sample, old));
      int count = Math.min(ranks.size(), oldRanks.size());
      TargetRanks across =
          ranker.rank(reference, old, SampleQueries.across(sample.subList(0, count), rows, old));
      return of(
          ranks.first(count), oldRanks.first(count), compatibility(sample, old, ranks, across));
    }
  }

  private static Comparison of(TargetRanks ranks, TargetRanks oldRanks, double compatibility) {
    int hits = 0;
    int lost = 0;
    for (int k = 0; k < ranks.size(); k++) {
      hits += oldRanks.isHit(k) ? 1 : 0;
      lost += oldRanks.isHit(k) && !ranks.isHit(k) ? 1 : 0;
    }
    return new Comparison(
        PairedDifference.of(ranks.recalls(), oldRanks.recalls()),
        PairedDifference.of(ranks.ndcgs(), oldRanks.ndcgs()),
        hits,
        lost,
        compatibility);
  }

  private static double compatibility(
      List<FreshInteraction> sample, VersionRows old, TargetRanks ranks, TargetRanks across) {
    double[] own = ranks.ndcgs();
    double[] crossed = across.ndcgs();
    double ownSum = 0;
    double crossedSum = 0;
    for (int k = 0; k < crossed.length; k++) {
      if (old.itemRow(sample.get(k).itemId()) != TargetQuery.MISSING) {
        ownSum += own[k];
        crossedSum += crossed[k];
      }
    }
    return crossedSum / ownSum;
  }

  int count() {
    return recall.count();
  }

  /** What the manifest tells of it, what is a number. */
  Map<String, Double> metrics() {
    Map<String, Double> metrics = new TreeMap<>();
    metrics.put("fresh_interactions", (double) count());
    if (count() > 0) {
      metrics.put("fresh_recall10", recall.candidate());
      metrics.put("fresh_ndcg10", ndcg.candidate());
      metrics.put("reference_recall10", recall.reference());
      metrics.put("reference_ndcg10", ndcg.reference());
    }
    if (referenceHits > 0) {
      metrics.put("fresh_lost_hit_share", (double) lostHits / referenceHits);
    }
    if (Double.isFinite(compatibility)) {
      metrics.put("compatibility", compatibility);
    }
    return metrics;
  }
}
