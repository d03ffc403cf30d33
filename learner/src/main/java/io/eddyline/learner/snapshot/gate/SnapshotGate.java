package io.eddyline.learner.snapshot.gate;

import io.eddyline.learner.health.HealthReading;
import io.eddyline.learner.health.LostHits;
import io.eddyline.learner.snapshot.Judgement;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.FiniteTables;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Judges a version from its files.
 *
 * <ol>
 *   <li>{@code finite}: every number of its tables is finite;
 *   <li>{@code effective_rank}: the items use enough dimensions;
 *   <li>{@code graph}: ONNX Runtime loads and runs it;
 *   <li>{@code items}, {@code users}: rows have not vanished;
 *   <li>{@code effective_rank_ratio}: nor dimensions;
 *   <li>{@code lost_hits}: most of the accepted version's sampled hits are still hits;
 *   <li>{@code recall10}, {@code ndcg10}: fresh interactions are met as well, see {@link
 *       PairedDifference}.
 * </ol>
 *
 * <p>The first three are of integrity; without an accepted version of some items only they are
 * made. Nothing of a check that the checks before it make pointless is measured.
 *
 * <p>Threading: the builder's thread; a call takes at most the settings' times for ranking.
 */
public final class SnapshotGate {
  /** Fewer rows may well lie in few dimensions. */
  private static final int RANKED_ITEMS = 100;

  /** Fewer hits say nothing of the share lost. */
  private static final int SAMPLED_HITS = 30;

  private final GateSettings settings;
  private final SampleRanker ranker;

  /** The interactions that a version is tried on; asked for once, and only if needed. */
  public interface Sample {
    List<FreshInteraction> take() throws IOException;
  }

  public SnapshotGate(GateSettings settings, LongSupplier nanoClock) {
    this.settings = settings;
    this.ranker = new SampleRanker(nanoClock, settings.rankMs() * 1_000_000L);
  }

  /**
   * Judges a version.
   *
   * @param candidate with the health in its manifest's metrics
   * @param reference the version that is served, null if there is none
   * @param refusals of versions since the newest accepted one
   * @param sample newer than both versions
   */
  public Judgement judge(
      StoredSnapshot candidate, @Nullable StoredSnapshot reference, long refusals, Sample sample)
      throws IOException {
    if (!settings.enabled()) {
      return Judgement.NONE;
    }
    Checks checks = new Checks();
    checks.integrity(finite(candidate));
    checks.integrity(rank(candidate.manifest()));
    if (checks.isSound()) {
      checks.integrity(graph(candidate));
    }
    Map<String, Double> metrics = Map.of();
    if (checks.isSound() && reference != null && reference.manifest().counts().items() > 0) {
      compareRows(candidate.manifest(), reference.manifest(), checks);
      metrics = compareRanks(candidate, reference, sample, checks);
    }
    return new Judgement(checks.gate(refusals, settings.rebaseAfterRefusals()), metrics);
  }

  private static Manifest.Check finite(StoredSnapshot candidate) throws IOException {
    try {
      FiniteTables.require(candidate);
      return Checks.passed("finite", "every number of the tables is finite");
    } catch (FormatException e) {
      return new Manifest.Check("finite", 1, 0, false, String.valueOf(e.getMessage()));
    }
  }

  /* One query of nobody: the same for every version. */
  private Manifest.Check graph(StoredSnapshot candidate) throws IOException {
    TargetQuery nobody =
        new TargetQuery(0, new float[0], new int[0], new int[0], TargetQuery.MISSING);
    try (VersionRows rows = VersionRows.open(candidate, Set.of(), Set.of())) {
      TargetRanks _ = ranker.rank(candidate, rows, List.of(nobody));
      return Checks.passed("graph", "ONNX Runtime loads and runs it");
    } catch (EddylineException e) {
      return new Manifest.Check("graph", 1, 0, false, String.valueOf(e.getMessage()));
    }
  }

  private Manifest.Check rank(Manifest candidate) {
    int items = candidate.counts().items();
    double rank = HealthReading.of(candidate.metrics()).itemEffectiveRank();
    return items < RANKED_ITEMS
        ? Checks.passed("effective_rank", "%d items, too few to tell".formatted(items))
        : Checks.atLeast(
            "effective_rank", rank, settings.minRank(), "of %d items".formatted(items));
  }

  private void compareRows(Manifest candidate, Manifest reference, Checks checks) {
    String than = "version %d has %%d".formatted(reference.version());
    int items = reference.counts().items();
    int users = reference.counts().users();
    double left = 1 - settings.maxShrink();
    checks.relative(
        Checks.atLeast("items", candidate.counts().items(), left * items, than.formatted(items)));
    checks.relative(
        Checks.atLeast("users", candidate.counts().users(), left * users, than.formatted(users)));
    HealthReading reading = HealthReading.of(candidate.metrics());
    double rank = HealthReading.of(reference.metrics()).itemEffectiveRank();
    checks.relative(
        Checks.atLeast(
            "effective_rank_ratio",
            reading.itemEffectiveRank(),
            settings.minRankRatio() * rank,
            "version %d has %.1f".formatted(reference.version(), rank)));
    checks.relative(lostHits(reading.lostHits()));
  }

  /* The limit is that many standard errors of a share below what was seen: sqrt(p (1 - p) / n). */
  private Manifest.Check lostHits(LostHits hits) {
    if (hits.previousHits() < SAMPLED_HITS) {
      return Checks.passed("lost_hits", "%d hits, too few to tell".formatted(hits.previousHits()));
    }
    double share = hits.share();
    double error = Math.sqrt(share * (1 - share) / hits.previousHits());
    return Checks.atMost(
        "lost_hits",
        share - settings.standardErrors() * error,
        settings.maxLostHits(),
        "lost %d of %d hits, %.3f +- %.3f"
            .formatted(hits.lost(), hits.previousHits(), share, error));
  }

  private Map<String, Double> compareRanks(
      StoredSnapshot candidate, StoredSnapshot reference, Sample sample, Checks checks)
      throws IOException {
    Comparison comparison;
    try {
      comparison = Comparison.of(candidate, reference, sample.take(), ranker);
    } catch (EddylineException e) {
      // the candidate's graph runs: what is broken is the version that it is held against
      checks.relative(
          Checks.passed(
              "recall10",
              "version %d cannot be compared: %s"
                  .formatted(reference.manifest().version(), e.getMessage())));
      return Map.of();
    }
    checks.relative(quality("recall10", comparison.recall(), reference.manifest().version()));
    checks.relative(quality("ndcg10", comparison.ndcg(), reference.manifest().version()));
    return comparison.metrics();
  }

  private Manifest.Check quality(String name, PairedDifference difference, long reference) {
    if (difference.count() < settings.minInteractions()) {
      return Checks.passed(
          name, "%d fresh interactions, too few to tell".formatted(difference.count()));
    }
    return Checks.atLeast(
        name,
        difference.upperBound(settings.standardErrors()),
        -settings.margin() * difference.reference(),
        "%.4f, version %d has %.4f on the same %d interactions: difference %.4f +- %.4f"
            .formatted(
                difference.candidate(),
                reference,
                difference.reference(),
                difference.count(),
                difference.mean(),
                difference.standardError()));
  }
}
