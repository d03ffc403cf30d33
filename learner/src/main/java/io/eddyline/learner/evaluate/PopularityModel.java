package io.eddyline.learner.evaluate;

import java.util.Arrays;

/** No score of its own: the popularity prior decides alone. */
final class PopularityModel implements StreamingModel {
  static final String NAME = "popularity";

  @Override
  public void score(int user, int candidates, float[] scores) {
    Arrays.fill(scores, 0, candidates, 0);
  }

  @Override
  public void train(int event) {}
}
