package io.eddyline.learner.evaluate.study;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One evaluation of a study.
 *
 * @param settings that differ from the default, the seed among them where the model has one
 */
public record StudyRun(
    String data, String model, Map<String, String> settings, boolean measuresForgetting) {

  public StudyRun {
    settings = new TreeMap<>(settings);
  }

  /** Where its report is kept, for instance {@code ml-100k/dual-queue,replays=2,seed=1.json}. */
  Path file() {
    StringBuilder name = new StringBuilder(model);
    settings.forEach((key, value) -> name.append(',').append(key).append('=').append(value));
    if (measuresForgetting) {
      name.append(",forgetting");
    }
    return Path.of(plain(data), plain(name.toString()) + ".json");
  }

  private static String plain(String text) {
    return text.replaceAll("[^A-Za-z0-9.=,_-]", "_");
  }
}
