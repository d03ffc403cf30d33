package io.eddyline.learner.evaluate.report;

import io.eddyline.learner.evaluate.EvaluationReport;
import io.eddyline.learner.evaluate.study.SeedSummary;
import io.eddyline.learner.evaluate.study.Spread;
import io.eddyline.learner.evaluate.study.StudyData;
import io.eddyline.learner.evaluate.study.StudyResults;
import io.eddyline.learner.evaluate.study.Variant;
import java.util.ArrayList;
import java.util.List;

/**
 * The ablation study on one data set.
 *
 * @param name of the data
 */
record AblationFindings(String name, SeedSummary byDefault, List<Row> rows) {

  /**
   * One change.
   *
   * @param percent of the default's NDCG@10 of the whole that the change adds, seed by seed
   */
  record Row(Variant variant, SeedSummary summary, Spread percent) {
    /* Twice the deviation of the mean: chance alone rarely reaches it. */
    private static final double CLEAR = 2;

    /** Whether the change gains more than seeds explain. */
    boolean gains() {
      return percent.count() > 1 && percent.mean() > clear();
    }

    /** Whether the change loses more than seeds explain. */
    boolean loses() {
      return percent.count() > 1 && percent.mean() < -clear();
    }

    private double clear() {
      return CLEAR * percent.deviation() / Math.sqrt(percent.count());
    }
  }

  /**
   * The findings.
   *
   * @param variants the default first
   */
  static AblationFindings of(StudyData data, List<Variant> variants, StudyResults results) {
    SeedSummary byDefault = results.of(data, variants.getFirst());
    List<Row> rows = new ArrayList<>();
    for (Variant variant : variants.subList(1, variants.size())) {
      SeedSummary summary = results.of(data, variant);
      rows.add(new Row(variant, summary, percent(summary, byDefault)));
    }
    return new AblationFindings(data.name(), byDefault, rows);
  }

  private static Spread percent(SeedSummary changed, SeedSummary byDefault) {
    double[] percent = new double[changed.runs().size()];
    for (int k = 0; k < percent.length; k++) {
      double before = ndcg(byDefault.runs().get(k));
      percent[k] = before == 0 ? 0 : 100 * (ndcg(changed.runs().get(k)) / before - 1);
    }
    return Spread.of(percent);
  }

  private static double ndcg(EvaluationReport run) {
    return run.whole().ndcg10();
  }
}
