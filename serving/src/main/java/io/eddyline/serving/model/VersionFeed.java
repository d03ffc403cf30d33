package io.eddyline.serving.model;

/** Brings news to versions, so that they answer by them: of the catalogue, of rows. */
public interface VersionFeed {
  /** No news: versions stay as they were made. */
  VersionFeed NONE = _ -> {};

  /**
   * Lays over a version what came since it was made, and from now on whatever comes, until the
   * version closes. Returns when the version has caught up, or cannot within a bounded time.
   */
  void follow(LoadedModel model);

  /** A version that was followed, or could not be, is closed. */
  default void closed(LoadedModel model) {}

  /** This feed's news, then those of another one. */
  default VersionFeed andThen(VersionFeed next) {
    VersionFeed first = this;
    return new VersionFeed() {
      @Override
      public void follow(LoadedModel model) {
        first.follow(model);
        next.follow(model);
      }

      @Override
      public void closed(LoadedModel model) {
        first.closed(model);
        next.closed(model);
      }
    };
  }
}
