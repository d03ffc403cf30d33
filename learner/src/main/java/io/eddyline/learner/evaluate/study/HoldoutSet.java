package io.eddyline.learner.evaluate.study;

import io.eddyline.learner.evaluate.HoldoutData;
import io.eddyline.learner.evaluate.Protocol;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A data set of a study that holds items out.
 *
 * @param name that tables and files have
 * @param expectedSteps about how many events are learnt and users asked, for the time left
 * @param leftOut models that are not run on it, with the reason
 * @param reader reads and divides it; called when it is needed
 */
public record HoldoutSet(
    String name,
    Protocol protocol,
    int expectedSteps,
    Map<String, String> leftOut,
    Supplier<HoldoutData> reader) {

  public HoldoutSet {
    leftOut = new TreeMap<>(leftOut);
  }

  /** The run of a variant over it. */
  StudyRun run(Variant variant) {
    return new StudyRun(name, variant.model(), variant.settings(), false);
  }
}
