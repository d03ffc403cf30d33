package io.eddyline.schemas.token;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which of the versions that are shown gave an answer. The code is a promise. */
public enum Arm {
  /** The version that answers everyone whom no other one answers. */
  ACTIVE(0),
  /** The candidate that answers a share of the users. */
  CANARY(1);

  private final byte number;

  Arm(int number) {
    this.number = (byte) number;
  }

  /** Stands in ids; never reused. */
  byte number() {
    return number;
  }

  static @Nullable Arm of(byte number) {
    for (Arm arm : values()) {
      if (arm.number == number) {
        return arm;
      }
    }
    return null;
  }

  /** The stable code, for instance {@code canary}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The arm with this code, null if there is none. */
  public static @Nullable Arm ofCode(String code) {
    for (Arm arm : values()) {
      if (arm.code().equals(code)) {
        return arm;
      }
    }
    return null;
  }
}
