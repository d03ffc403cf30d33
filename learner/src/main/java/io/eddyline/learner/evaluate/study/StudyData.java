package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.EvaluationEvents;
import java.util.function.Supplier;

/**
 * A data set of a study.
 *
 * @param name that tables and files have; another part of the same data has another name
 * @param expectedEvents about how many it has, for the time left
 * @param wholeEvents about how many its file has, of which these are the first
 * @param reader reads it; called when it is needed
 */
public record StudyData(
    String name, int expectedEvents, int wholeEvents, Supplier<EvaluationEvents> reader) {}
