package io.eddyline.serving.model;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The versions that failed a check and why; the latest {@value #BOUND} are remembered.
 *
 * <p>Threading: thread-safe.
 */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);
  private static final int BOUND = 100;

  private final LinkedHashMap<Version, Refusal> refusals = new LinkedHashMap<>();
  private final MeterRegistry registry;
  private final VerdictSink verdicts;

  /**
   * Why a version is not served.
   *
   * @param reason has a stable code
   * @param detail for people
   * @param stamp of the files that were refused
   */
  record Refusal(RefusalReason reason, String detail, VersionStamp stamp) {}

  private record Version(String model, long version) {}

  /**
   * @param verdicts is told of each refused version
   */
  Refusals(MeterRegistry registry, VerdictSink verdicts) {
    this.registry = registry;
    this.verdicts = verdicts;
    for (RefusalReason reason : RefusalReason.values()) {
      counter(reason);
    }
  }

  /** Notes, counts and tells a refusal. */
  void add(ModelVersion refused, VersionStamp stamp, RefusalReason reason, RuntimeException cause) {
    String detail = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    synchronized (this) {
      refusals.put(
          new Version(refused.model(), refused.version()), new Refusal(reason, detail, stamp));
      if (refusals.size() > BOUND) {
        refusals.pollFirstEntry();
      }
    }
    counter(reason).increment();
    log.warn(
        "refused version {} of model {} ({}), what is served goes on: {}",
        refused.version(),
        refused.model(),
        reason.code(),
        detail);
    verdicts.refused(refused.model(), refused.version(), reason, detail);
  }

  /** Counts an announcement that names no version. */
  void addAnnouncement(String detail) {
    counter(RefusalReason.ANNOUNCEMENT).increment();
    log.warn("unreadable announcement of a snapshot: {}", detail);
  }

  synchronized void forget(String model, long version) {
    refusals.remove(new Version(model, version));
  }

  synchronized boolean holds(String model, long version) {
    return refusals.containsKey(new Version(model, version));
  }

  /** The refused versions of one model. */
  synchronized Map<Long, Refusal> of(String model) {
    Map<Long, Refusal> found = new TreeMap<>();
    refusals.forEach(
        (version, refusal) -> {
          if (version.model().equals(model)) {
            found.put(version.version(), refusal);
          }
        });
    return found;
  }

  private Counter counter(RefusalReason reason) {
    return Counter.builder("eddyline.snapshot.refusals")
        .description("Versions that were not accepted")
        .tag("reason", reason.code())
        .register(registry);
  }
}
