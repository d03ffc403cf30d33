package io.eddyline.learner.evaluate;

/**
 * What attributes do for the first recommendations of new items.
 *
 * @param own each item has its own attributes
 * @param shuffled the control: the same attributes, each set at some other item
 * @param none no item has any
 */
public record ColdStartComparison(
    ColdStartReport own, ColdStartReport shuffled, ColdStartReport none) {

  /** The content of {@code evaluation.json}. */
  public String toJson() {
    return ReportJson.write(this);
  }
}
