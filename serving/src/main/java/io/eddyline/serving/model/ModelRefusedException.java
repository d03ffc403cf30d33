package io.eddyline.serving.model;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import org.jspecify.annotations.Nullable;

/** A version that must not be served; the one before goes on. */
final class ModelRefusedException extends EddylineException {
  private static final long serialVersionUID = 1L;

  private final RefusalReason reason;

  ModelRefusedException(RefusalReason reason, @Nullable String detail, @Nullable Throwable cause) {
    super(Action.RESYNC, detail == null ? reason.code() : detail, cause);
    this.reason = reason;
  }

  RefusalReason reason() {
    return reason;
  }
}
