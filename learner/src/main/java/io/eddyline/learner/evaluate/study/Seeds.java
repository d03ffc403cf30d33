package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of one run for each seed. Stateless; any thread. */
public final class Seeds {
  private static final String KEY = "seed";

  private Seeds() {}

  /**
   * The settings under the seeds {@code seed, seed + 1, …}. A model that draws nothing is the same
   * under each and runs once.
   *
   * @param count seeds, at least 1
   * @throws IllegalArgumentException if model or a setting is unknown or out of range
   */
  public static List<Map<String, String>> of(
      String model, Map<String, String> settings, int count) {
    if (count < 1) {
      throw new IllegalArgumentException("seeds %d: expected at least 1".formatted(count));
    }
    if (!(Evaluation.settings(model, settings).get(KEY) instanceof Number first)) {
      return List.of(settings);
    }
    List<Map<String, String>> runs = new ArrayList<>();
    for (int k = 0; k < count; k++) {
      Map<String, String> seeded = new LinkedHashMap<>(settings);
      seeded.put(KEY, String.valueOf(first.longValue() + k));
      runs.add(seeded);
    }
    return runs;
  }
}
