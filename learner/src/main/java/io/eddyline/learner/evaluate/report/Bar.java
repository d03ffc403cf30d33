package io.eddyline.learner.evaluate.report;

/**
 * An aim and whether it was reached.
 *
 * @param findings the figures that say so
 */
record Bar(State state, String aim, String findings) {
  enum State {
    MET,
    MISSED,
    NOT_MEASURED;

    private String label() {
      return switch (this) {
        case MET -> "met";
        case MISSED -> "**missed**";
        case NOT_MEASURED -> "not measured";
      };
    }
  }

  static Bar of(boolean met, String aim, String findings) {
    return new Bar(met ? State.MET : State.MISSED, aim, findings);
  }

  static Bar notMeasured(String aim, String why) {
    return new Bar(State.NOT_MEASURED, aim, why);
  }

  /** As a row of {@link #table}. */
  void addTo(MarkdownTable table) {
    table.row(aim, state.label(), findings);
  }

  static MarkdownTable table() {
    return new MarkdownTable("bar", "", "findings");
  }
}
