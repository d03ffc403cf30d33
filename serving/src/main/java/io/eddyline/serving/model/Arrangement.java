package io.eddyline.serving.model;

import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who answers whom: the version that everyone gets, a candidate for a share of the users, and one
 * that is compared and not shown. One value may stand in several places.
 *
 * <p>Threading: immutable.
 *
 * @param active null before the first version
 * @param canary null without a candidate
 * @param share of the users whom the candidate answers
 * @param shadow null without one
 * @param sample share of the requests that are compared, 0 to 1
 */
record Arrangement<V>(
    @Nullable Counted<V> active,
    @Nullable Counted<V> canary,
    CanaryShare share,
    @Nullable Counted<V> shadow,
    double sample) {
  static <V> Arrangement<V> none() {
    return new Arrangement<>(null, null, CanaryShare.NOBODY, null, 0);
  }

  /** The one that answers a key. */
  @Nullable Counted<V> of(String key) {
    return canary != null && share.holds(key) ? canary : active;
  }

  Arrangement<V> withActive(@Nullable Counted<V> next) {
    return new Arrangement<>(next, canary, share, shadow, sample);
  }

  Arrangement<V> withCanary(@Nullable Counted<V> next, CanaryShare nextShare) {
    return new Arrangement<>(active, next, nextShare, shadow, sample);
  }

  Arrangement<V> withoutCanary() {
    return withCanary(null, CanaryShare.NOBODY);
  }

  Arrangement<V> withShadow(@Nullable Counted<V> next, double nextSample) {
    return new Arrangement<>(active, canary, share, next, nextSample);
  }

  Arrangement<V> withoutShadow() {
    return withShadow(null, 0);
  }

  /** Each value once. */
  Set<Counted<V>> members() {
    return Stream.of(active, canary, shadow).filter(Objects::nonNull).collect(Collectors.toSet());
  }
}
