package io.eddyline.serving.filter;

import java.util.List;

/** A text is not a filter. Carries no stack trace: it is no failure of ours. */
public final class FilterSyntaxException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Position position;
  private final transient List<String> expected;

  FilterSyntaxException(String message, Position position, List<String> expected) {
    super(message, null, false, false);
    this.position = position;
    this.expected = List.copyOf(expected);
  }

  /**
   * A place in the text.
   *
   * @param offset Unicode characters before it
   * @param line from 1
   * @param column from 1, in Unicode characters
   */
  public record Position(int offset, int line, int column) {}

  public Position position() {
    return position;
  }

  /** What could have stood there, empty where the fault is of another kind. */
  public List<String> expected() {
    return expected;
  }
}
