package io.eddyline.serving.model;

import io.eddyline.schemas.snapshot.SnapshotStore;
import java.io.IOException;

/**
 * Serving's own checks of a version, for those who want to know before they order it. Stateless.
 */
public final class ModelCheck {
  private ModelCheck() {}

  /**
   * Loads a version as serving would, and lets go of it.
   *
   * @return why serving would refuse it; empty if it would not
   * @throws IOException if the store does not answer
   */
  public static String fault(SnapshotStore store, String model, long version) throws IOException {
    try (LoadedModel _ =
        new ModelLoader(store, Inference.INLINE)
            .load(new ModelVersion(model, version, null), LoadPace.UNLIMITED)) {
      return "";
    } catch (ModelRefusedException e) {
      return "%s: %s".formatted(e.reason().code(), e.getMessage());
    } catch (RuntimeException e) {
      // the files come from outside: whatever they provoke is a refusal
      return "%s: %s".formatted(RefusalReason.CONTENT.code(), e);
    }
  }
}
