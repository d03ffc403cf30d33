package io.eddyline.schemas.attribution;

import io.eddyline.schemas.token.Arm;
import java.util.Comparator;

/**
 * A version in the part that it plays. Sorted by age: what is dropped first comes first.
 *
 * <p>Threading: immutable.
 */
public record ArmKey(String model, long version, Arm arm) implements Comparable<ArmKey> {
  private static final Comparator<ArmKey> BY_AGE =
      Comparator.comparingLong(ArmKey::version)
          .thenComparing(ArmKey::model)
          .thenComparing(ArmKey::arm);

  @Override
  public int compareTo(ArmKey other) {
    return BY_AGE.compare(this, other);
  }
}
