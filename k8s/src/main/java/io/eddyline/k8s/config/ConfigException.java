package io.eddyline.k8s.config;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;

/** A setting that is unknown, unreadable or out of range; the message names it. */
public final class ConfigException extends EddylineException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message) {
    super(Action.STOP, message);
  }
}
