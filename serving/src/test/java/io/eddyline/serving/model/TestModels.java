package io.eddyline.serving.model;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;
import java.io.IOException;

/** Plans over golden stores, without pauses in loading. */
public final class TestModels {
  private TestModels() {}

  public static Models.Plan plan(GoldenStore golden) {
    return plan(golden, 2);
  }

  public static Models.Plan plan(GoldenStore golden, int maxLoadedVersions) {
    return plan(golden, loading(maxLoadedVersions), VersionFeed.NONE);
  }

  static Models.Plan plan(GoldenStore golden, LoadingConfig loading, VersionFeed news) {
    return new Models.Plan(
        GoldenStore.MODEL,
        golden.store(),
        TestTopics.CATALOGUE,
        news,
        new InferenceConfig(1, 1, 1),
        loading);
  }

  /** Loads a version that nobody serves. */
  public static LoadedModel load(GoldenStore golden, long version) throws IOException {
    return load(golden, GoldenStore.MODEL, version);
  }

  /** Loads the version that looks at clusters. */
  public static LoadedModel loadClustered(GoldenStore golden) throws IOException {
    return load(golden, GoldenStore.CLUSTERED, 1);
  }

  private static LoadedModel load(GoldenStore golden, String model, long version)
      throws IOException {
    return new ModelLoader(golden.store(), Inference.INLINE)
        .load(new ModelVersion(model, version, null), LoadPace.UNLIMITED);
  }

  public static LoadingConfig loading(int maxLoadedVersions) {
    return new LoadingConfig(maxLoadedVersions, 1, Prepacking.AUTO, LoadPriority.NORMAL);
  }
}
