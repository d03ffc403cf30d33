package io.eddyline.k8s.bench.overlay;

import io.eddyline.ingest.replay.EventTable;
import io.eddyline.k8s.bench.StreamOptions;
import io.eddyline.learner.train.LearnerSettings;
import io.eddyline.learner.train.LocalLearner;
import io.eddyline.learner.train.Polarity;
import io.eddyline.learner.train.ScoreTuner;
import io.eddyline.schemas.snapshot.Scoring;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What it does to quality that affinities between items are those of the last version: each event
 * that is no repeat is ranked, before it is trained, with everything as of now but the affinities.
 *
 * <pre>
 *   version     all affinities are the version's; an item without a row has none
 *   candidates  an item with an event since then has those of now, with every item of the history
 * </pre>
 */
@Command(
    name = "stale-neighbours",
    description = "Quality with neighbours that change with versions alone, by events a version.",
    mixinStandardHelpOptions = true)
public final class StaleNeighboursCommand implements Callable<Integer> {
  private static final int RESULTS = 10;
  private static final boolean[] NOTHING = {};

  @Mixin private final StreamOptions stream = new StreamOptions();

  @Option(names = "--every", split = ",", description = "Events a version.")
  private List<Integer> intervals = List.of(1_000, 10_000, 60_000);

  private final LearnerSettings settings = LearnerSettings.defaults();
  private final LocalLearner learner = new LocalLearner(settings);
  private final ScoreTuner tuner = new ScoreTuner(settings.scoring(), settings.score());
  private final Tally now = new Tally();
  private float[] scores = new float[0];
  private float[] fresh = new float[0];
  private float[] stale = new float[0];

  /** Hits and gains of one variant. */
  private static final class Tally {
    private int hits;
    private double gain;

    private void add(int rank) {
      if (rank < RESULTS) {
        hits++;
        gain += Math.log(2) / Math.log(rank + 2);
      }
    }
  }

  private static final class Interval {
    private final int events;
    private final Tally version = new Tally();
    private final Tally candidates = new Tally();
    private PairCounts counts = PairCounts.NONE;
    private boolean[] changed = new boolean[0];

    private Interval(int events) {
      this.events = events;
    }
  }

  @Override
  public Integer call() {
    EventTable events = stream.read();
    List<Interval> versions = intervals.stream().map(Interval::new).toList();
    int ranked = 0;
    for (int event = 0; event < stream.used(events); event++) {
      int user = learner.user(events.userId(events.userOrdinal(event)));
      int item = learner.item(events.itemId(events.itemOrdinal(event)));
      int count = learner.replica().size();
      for (Interval version : versions) {
        if (event % version.events == 0) {
          version.counts = PairCounts.of(learner.replica());
          version.changed = new boolean[events.itemCount()];
        }
      }
      if (!learner.users().seen(user).contains(item)) {
        ranked++;
        if (learner.ranker().isRankable(user, item)) {
          rankByAll(user, item, count, versions);
        }
      }
      learner.train(user, item, 1, Polarity.POSITIVE, true, events.timestampMs(event));
      versions.forEach(version -> version.changed[item] = true);
    }
    print(ranked, versions);
    return 0;
  }

  private void rankByAll(int user, int item, int count, List<Interval> versions) {
    if (count > scores.length) {
      scores = new float[2 * count];
      fresh = new float[2 * count];
      stale = new float[2 * count];
    }
    Scoring scoring = tuner.scoring();
    boolean personal = learner.ranker().score(user, count, scoring, scores);
    var seen = learner.users().seen(user);
    for (int k = 0; k < seen.size(); k++) {
      scores[seen.item(k)] = Float.NEGATIVE_INFINITY;
    }
    float weight = personal ? scoring.neighbourWeight() : 0;
    int[] history = learner.ranker().history(user);
    PairCounts.now(learner.replica()).sum(history, settings.historyDecay(), fresh, count);
    now.add(rank(item, count, 0, NOTHING));
    for (Interval version : versions) {
      version.counts.sum(history, settings.historyDecay(), stale, count);
      version.version.add(rank(item, count, weight, NOTHING));
      version.candidates.add(rank(item, count, weight, version.changed));
    }
    if (personal && tuner.sampleNext()) {
      learner.ranker().tune(user, item, tuner);
    }
  }

  private int rank(int item, int count, float weight, boolean[] asOfNow) {
    float target = score(item, weight, asOfNow);
    int above = 0;
    for (int other = 0; other < count; other++) {
      if (other != item && score(other, weight, asOfNow) >= target) {
        above++;
      }
    }
    return above;
  }

  private float score(int item, float weight, boolean[] asOfNow) {
    return item < asOfNow.length && asOfNow[item]
        ? scores[item]
        : scores[item] + weight * (stale[item] - fresh[item]);
  }

  private void print(int ranked, List<Interval> versions) {
    System.out.printf(
        "| events a version | all affinities of it | candidates of now | of %d events"
            + " |%n|---|---|---|---|%n",
        ranked);
    System.out.printf(Locale.ROOT, "| now | %s | | |%n", text(now, ranked));
    for (Interval version : versions) {
      System.out.printf(
          Locale.ROOT,
          "| %,d | %s | %s | |%n",
          version.events,
          text(version.version, ranked),
          text(version.candidates, ranked));
    }
  }

  private static String text(Tally tally, int ranked) {
    return String.format(
        Locale.ROOT, "%.4f/%.4f", (double) tally.hits / ranked, tally.gain / ranked);
  }
}
