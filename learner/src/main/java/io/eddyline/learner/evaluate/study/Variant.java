package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.Evaluation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model with some of its settings changed, as one row of a study's tables.
 *
 * @param name of the row
 * @param settings that differ from the default
 * @param reason why it is run, in a few words
 * @param measuresForgetting whether its first events are asked for again at the end
 */
public record Variant(
    String name,
    String model,
    Map<String, String> settings,
    String reason,
    boolean measuresForgetting) {

  public Variant {
    settings = new TreeMap<>(settings);
  }

  /** The settings as on the command line; empty if nothing differs. */
  public String overrides() {
    return String.join(
        ", ", settings.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
  }

  /** Its runs over a data set. */
  List<StudyRun> runs(StudyData data, int seeds) {
    return Seeds.of(model, settings, seeds).stream()
        .map(seeded -> new StudyRun(data.name(), model, seeded, measuresForgetting))
        .toList();
  }

  /**
   * @throws IllegalArgumentException if model or a setting is unknown or out of range
   */
  void check() {
    Evaluation.settings(model, settings);
  }
}
