package io.eddyline.serving.overlay;

/** Lets an overlay's priors decay at once as far as they would in time. */
public final class AgedOverlay {
  private AgedOverlay() {}

  /** Brings all priors to what was heard so far. */
  public static void finish(Overlay overlay) {
    overlay.finishAgeing();
  }
}
