package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.model.ModelSlot.Lease;
import io.eddyline.serving.retrieve.RetrievalWorkers.NoModelException;

/** Which model answers a request. */
public sealed interface ModelChoice {
  /**
   * The one that answers a user or session.
   *
   * @param key empty for one without a name
   */
  record OfKey(String key) implements ModelChoice {}

  /** A version, as long as it is loaded. */
  record OfVersion(String model, long version) implements ModelChoice {}

  /** A version is not loaded any more. */
  final class VersionGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    VersionGoneException(long version) {
      super("version %d is not loaded any more".formatted(version), null, false, false);
    }
  }

  /**
   * A lease on the model.
   *
   * @throws NoModelException if no model is loaded yet
   * @throws VersionGoneException if the version is not loaded any more
   */
  default Lease lease(ModelSlot slot) {
    Lease lease =
        switch (this) {
          case OfKey(String key) -> slot.acquire(key);
          case OfVersion(String model, long version) -> slot.acquireVersion(model, version);
        };
    if (lease != null) {
      return lease;
    }
    throw this instanceof OfVersion(_, long version)
        ? new VersionGoneException(version)
        : new NoModelException();
  }
}
