package io.eddyline.learner.evaluate;

import java.util.Locale;

/** How an evaluation divides the events between learning and ranking. */
public enum Protocol {
  /** Every event is ranked, then learnt. */
  PREQUENTIAL(10, "recall"),
  /** All but each user's last item are learnt, then that one is ranked. */
  LEAVE_LAST_OUT(10, "hr"),
  /** One set of events is learnt, the items of another are ranked. */
  SPLIT(20, "recall");

  private final int listLength;
  private final String hitMetric;

  Protocol(int listLength, String hitMetric) {
    this.listLength = listLength;
    this.hitMetric = hitMetric;
  }

  /** The name on the command line, for instance {@code leave-last-out}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Items of the list that is judged. */
  public int listLength() {
    return listLength;
  }

  /** Name of the share of hits, for instance {@code hr10}. */
  public String hitMetric() {
    return hitMetric + listLength;
  }

  /** Name of the discounted gain. */
  public String gainMetric() {
    return "ndcg" + listLength;
  }
}
