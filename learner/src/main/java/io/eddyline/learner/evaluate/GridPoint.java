package io.eddyline.learner.evaluate;

import java.util.Map;

/**
 * The result under one choice of settings.
 *
 * @param settings those that the grid varies
 */
public record GridPoint(
    Map<String, String> settings, Quality whole, Quality last20, double usPerEvent) {}
