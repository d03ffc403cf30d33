package io.eddyline.schemas.snapshot;

import java.io.IOException;

/** An object store that is away, or refuses; the message says which and what to look at. */
public final class ObjectStoreException extends IOException {
  private static final long serialVersionUID = 1L;

  public ObjectStoreException(String message, Throwable cause) {
    super(message, cause);
  }

  public ObjectStoreException(String message) {
    super(message);
  }
}
