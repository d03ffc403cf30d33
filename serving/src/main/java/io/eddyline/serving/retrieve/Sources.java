package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.retrieve.Recommendation.Source;

/** What an answer says of the version that gave it. */
final class Sources {
  private Sources() {}

  static Source of(LoadedModel model) {
    return new Source(model.name(), model.version(), model.manifest().createdAtMs());
  }
}
