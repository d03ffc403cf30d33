package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Quality;
import java.util.List;

/** The spread of quality over several runs. */
public record QualitySpread(Spread ndcg10, Spread recall10, Spread mrr10) {

  static QualitySpread of(List<Quality> runs) {
    return new QualitySpread(
        Spread.of(runs.stream().mapToDouble(Quality::ndcg10).toArray()),
        Spread.of(runs.stream().mapToDouble(Quality::recall10).toArray()),
        Spread.of(runs.stream().mapToDouble(Quality::mrr10).toArray()));
  }
}
