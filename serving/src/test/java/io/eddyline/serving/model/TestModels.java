package io.eddyline.serving.model;

import io.eddyline.serving.GoldenStore;
import io.eddyline.serving.TestTopics;

/** Plans over golden stores, without pauses in loading. */
public final class TestModels {
  private TestModels() {}

  public static Models.Plan plan(GoldenStore golden) {
    return plan(golden, 2);
  }

  public static Models.Plan plan(GoldenStore golden, int maxLoadedVersions) {
    return plan(golden, loading(maxLoadedVersions));
  }

  static Models.Plan plan(GoldenStore golden, LoadingConfig loading) {
    return new Models.Plan(
        GoldenStore.MODEL,
        golden.store(),
        TestTopics.CATALOGUE,
        new InferenceConfig(1, 1),
        loading);
  }

  public static LoadingConfig loading(int maxLoadedVersions) {
    return new LoadingConfig(maxLoadedVersions, 1, Prepacking.AUTO, LoadPriority.IDLE);
  }
}
