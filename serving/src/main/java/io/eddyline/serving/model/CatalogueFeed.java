package io.eddyline.serving.model;

/** Brings the catalogue's news to versions, so that they answer by it. */
public interface CatalogueFeed {
  /** No news: versions keep the catalogue that they were made with. */
  CatalogueFeed NONE = _ -> {};

  /**
   * Lays over a version what the catalogue's topic says since it was made, and from now on whatever
   * comes, until the version closes. Returns when the version has caught up, or cannot within a
   * bounded time.
   */
  void follow(LoadedModel model);

  /** This feed's news, then those of another one. */
  default CatalogueFeed andThen(CatalogueFeed next) {
    return model -> {
      follow(model);
      next.follow(model);
    };
  }
}
