package io.eddyline.serving.model;

import io.eddyline.schemas.token.Arm;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What each version in service answers: recommendations, those that were not personal, and the time
 * that they took.
 *
 * <p>There are meters of versions in memory alone; those of a version that is closed go.
 *
 * <p>Threading: thread-safe.
 */
public final class VersionMeters {
  private final MeterRegistry registry;
  private final Map<Key, Meters> meters = new ConcurrentHashMap<>();

  private record Key(String model, long version, Arm arm) {}

  private record Meters(Counter answers, Counter fallbacks, Timer time) {}

  VersionMeters(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Counts an answer; to be called while its lease is held.
   *
   * @param personal whether it was no fallback
   * @param tookNs time that the version worked on it
   */
  public void answered(ModelSlot.Lease lease, boolean personal, long tookNs) {
    Key key = new Key(lease.model().name(), lease.model().version(), lease.arm());
    Meters of = meters.computeIfAbsent(key, this::register);
    of.answers().increment();
    if (!personal) {
      of.fallbacks().increment();
    }
    of.time().record(tookNs, TimeUnit.NANOSECONDS);
  }

  private Meters register(Key key) {
    Tags tags =
        Tags.of(
            "model", key.model(), "version", Long.toString(key.version()), "arm", key.arm().code());
    return new Meters(
        Counter.builder("eddyline.serving.recommendations")
            .description("Answers that a version gave, of versions in memory")
            .tags(tags)
            .register(registry),
        Counter.builder("eddyline.serving.fallbacks")
            .description("Answers of a version that were not personal, of versions in memory")
            .tags(tags)
            .register(registry),
        Timer.builder("eddyline.serving.scoring")
            .description("Time that a version worked on an answer, of versions in memory")
            .tags(tags)
            .register(registry));
  }

  /** A version is not in memory any more. */
  void remove(LoadedModel model) {
    for (Arm arm : Arm.values()) {
      Meters gone = meters.remove(new Key(model.name(), model.version(), arm));
      if (gone != null) {
        registry.remove(gone.answers());
        registry.remove(gone.fallbacks());
        registry.remove(gone.time());
      }
    }
  }
}
