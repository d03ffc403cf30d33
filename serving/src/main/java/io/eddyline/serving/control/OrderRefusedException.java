package io.eddyline.serving.control;

/** An order that is not given, since it could not or must not be obeyed. */
public final class OrderRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Reason reason;

  /** Why an order is not given. */
  public enum Reason {
    /** There is no such version. */
    UNKNOWN_VERSION,
    /** The version's gate advises against it; an order with force is given. */
    GATE_ADVISES_AGAINST,
    /** The version failed a check of its files; nobody can have it served. */
    UNSOUND_VERSION,
    /** There is nothing in force that the order could change. */
    NOTHING_ORDERED
  }

  OrderRefusedException(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
