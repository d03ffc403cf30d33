package io.eddyline.learner.snapshot.gate;

import io.eddyline.schemas.snapshot.Manifest;
import java.util.ArrayList;
import java.util.List;

/**
 * The checks of one version as they are made, in order. Those of integrity ask whether the version
 * is sound in itself, the others how it stands to the accepted one.
 *
 * <p>Threading: one thread.
 */
final class Checks {
  private final List<Manifest.Check> all = new ArrayList<>();
  private boolean isSound = true;
  private boolean isAsGood = true;

  /** A check whose failure no run of refusals outweighs. */
  void integrity(Manifest.Check check) {
    all.add(check);
    isSound &= check.passed();
  }

  /** A check against the accepted version. */
  void relative(Manifest.Check check) {
    all.add(check);
    isAsGood &= check.passed();
  }

  /** The value must not be below the limit. */
  static Manifest.Check atLeast(String name, double value, double limit, String detail) {
    return new Manifest.Check(name, value, limit, value >= limit, detail);
  }

  /** The value must not be above the limit. */
  static Manifest.Check atMost(String name, double value, double limit, String detail) {
    return new Manifest.Check(name, value, limit, value <= limit, detail);
  }

  /** What could not be measured does not speak against the version. */
  static Manifest.Check passed(String name, String detail) {
    return new Manifest.Check(name, 0, 0, true, detail);
  }

  boolean isSound() {
    return isSound;
  }

  /**
   * The verdict.
   *
   * @param refusals of versions since the accepted one
   * @param rebaseAfter so many of them a sound version is accepted all the same; 0: never
   */
  Manifest.Gate gate(long refusals, int rebaseAfter) {
    boolean rebase = isSound && !isAsGood && rebaseAfter > 0 && refusals >= rebaseAfter;
    if (rebase) {
      all.add(
          new Manifest.Check(
              "rebase",
              refusals,
              rebaseAfter,
              true,
              "accepted as the new base after %d refusals in a row".formatted(refusals)));
    }
    return new Manifest.Gate(isSound && (isAsGood || rebase), List.copyOf(all));
  }
}
