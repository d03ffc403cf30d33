package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.CurrentModel;
import io.eddyline.serving.retrieve.Recommendation.Source;

/** What an answer says of the version that gave it. */
final class Sources {
  private Sources() {}

  static Source of(CurrentModel model) {
    LoadedModel version = model.version();
    return new Source(version.name(), version.version(), version.manifest().createdAtMs());
  }
}
