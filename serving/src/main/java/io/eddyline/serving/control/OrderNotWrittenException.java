package io.eddyline.serving.control;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;

/** Kafka did not take an order; it may be given again. */
public final class OrderNotWrittenException extends EddylineException {
  private static final long serialVersionUID = 1L;

  OrderNotWrittenException(String key, Throwable cause) {
    super(
        Action.RETRY, "the order %s was not written: %s".formatted(key, cause.getMessage()), cause);
  }
}
