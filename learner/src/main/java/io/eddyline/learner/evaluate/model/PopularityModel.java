package io.eddyline.learner.evaluate.model;

import java.util.Arrays;

/** No score of its own: the popularity prior decides alone, of plain or of decayed counts. */
final class PopularityModel implements StreamingModel {
  static final String PLAIN = "popularity";
  static final String DECAYED = "decayed-popularity";

  @Override
  public void score(int user, int candidates, float[] scores) {
    Arrays.fill(scores, 0, candidates, 0);
  }

  @Override
  public void train(int user, int item, float weight, long timeMs) {}
}
