package io.eddyline.serving.attribute;

import org.jspecify.annotations.Nullable;

/**
 * One value of an attribute, as catalogue and filters write them. An attribute that is a list has
 * several.
 *
 * <p>Values are ordered by type (numbers, then booleans, then strings) and within one: numbers as
 * such, false before true, strings by UTF-16 code unit.
 *
 * <p>Threading: immutable.
 */
public sealed interface AttributeValue extends Comparable<AttributeValue> {
  /**
   * A number in double precision; whole ones are exact up to 2<sup>53</sup>.
   *
   * @param value finite; -0 is 0
   */
  record Numeric(double value) implements AttributeValue {
    public Numeric {
      if (!Double.isFinite(value)) {
        throw new IllegalArgumentException("number %s: expected a finite one".formatted(value));
      }
      value = value + 0.0;
    }

    @Override
    public String toString() {
      return value == Math.rint(value) && Math.abs(value) < 1e15
          ? Long.toString((long) value)
          : Double.toString(value);
    }
  }

  /** True or false. */
  record Flag(boolean value) implements AttributeValue {
    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** A string, any characters. */
  record Text(String value) implements AttributeValue {
    @Override
    public String toString() {
      return Quotes.quote(value, '"');
    }
  }

  /** The value that a JSON value is; null for null, objects and lists. */
  static @Nullable AttributeValue of(@Nullable Object json) {
    return switch (json) {
      case String text -> new Text(text);
      case Boolean flag -> new Flag(flag);
      case Number number when Double.isFinite(number.doubleValue()) ->
          new Numeric(number.doubleValue());
      case null, default -> null;
    };
  }

  /** Whether one of the two may be less than the other in a comparison. */
  default boolean isComparableWith(AttributeValue other) {
    return getClass() == other.getClass();
  }

  @Override
  default int compareTo(AttributeValue other) {
    return switch (this) {
      case Numeric(double value) when other instanceof Numeric(double number) ->
          Double.compare(value, number);
      case Flag(boolean value) when other instanceof Flag(boolean flag) ->
          Boolean.compare(value, flag);
      case Text(String value) when other instanceof Text(String text) -> value.compareTo(text);
      default -> Integer.compare(rank(this), rank(other));
    };
  }

  private static int rank(AttributeValue value) {
    return switch (value) {
      case Numeric _ -> 0;
      case Flag _ -> 1;
      case Text _ -> 2;
    };
  }
}
