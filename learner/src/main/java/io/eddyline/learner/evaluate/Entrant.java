package io.eddyline.learner.evaluate;

import io.eddyline.learner.evaluate.model.Contender;
import io.eddyline.learner.evaluate.model.Models;
import io.eddyline.learner.evaluate.model.StreamShape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A model with the weight of its prior.
 *
 * @param settings the effective ones, that weight among them
 */
record Entrant(Contender contender, PriorWeight priorWeight, Map<String, Object> settings) {

  /**
   * A model by name.
   *
   * @throws IllegalArgumentException if model or a setting is unknown or out of range
   */
  static Entrant of(String model, StreamShape shape, Map<String, String> overrides) {
    Map<String, String> modelOverrides = new LinkedHashMap<>(overrides);
    String givenWeight = modelOverrides.remove(PriorWeight.KEY);
    Contender contender = Models.create(model, shape, modelOverrides);
    String weight = givenWeight == null ? contender.priorWeight() : givenWeight;
    Map<String, Object> settings = new LinkedHashMap<>(contender.settings());
    settings.put(PriorWeight.KEY, weight);
    return new Entrant(contender, new PriorWeight(weight), settings);
  }
}
