package io.eddyline.serving.filter;

import io.eddyline.serving.filter.FilterSyntaxException.Position;
import io.eddyline.serving.filter.grammar.FilterExpressionLexer;
import io.eddyline.serving.filter.grammar.FilterExpressionParser;
import java.util.List;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.atn.PredictionMode;

/**
 * Reads filters; the grammar is {@code FilterExpression.g4}.
 *
 * <p>Threading: stateless; quick enough for event loops, since text, nesting and lists are bounded.
 */
public final class FilterParser {
  /** Longest text, in UTF-16 code units. */
  public static final int MAX_CHARS = 4_096;

  /** Deepest nesting of parentheses. */
  public static final int MAX_DEPTH = 32;

  /** Most values in a list. */
  public static final int MAX_LIST = 500;

  private FilterParser() {}

  /**
   * The filter that {@code text} spells.
   *
   * @throws FilterSyntaxException naming the first fault and its place
   */
  public static Filter parse(String text) {
    if (text.length() > MAX_CHARS) {
      throw new FilterSyntaxException(
          "has %d characters, expected at most %d".formatted(text.length(), MAX_CHARS),
          new Position(0, 1, 1),
          List.of());
    }
    SyntaxFaults faults = new SyntaxFaults();
    FilterExpressionLexer lexer = new FilterExpressionLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    lexer.addErrorListener(faults);
    CommonTokenStream tokens = new CommonTokenStream(lexer);
    tokens.fill();
    requireShallow(tokens.getTokens());
    FilterExpressionParser parser = new FilterExpressionParser(tokens);
    parser.getInterpreter().setPredictionMode(PredictionMode.SLL);
    parser.setErrorHandler(new SyntaxFaults.NoRecovery());
    parser.removeErrorListeners();
    parser.addErrorListener(faults);
    return new FilterBuilder().visit(parser.filter());
  }

  private static void requireShallow(List<Token> tokens) {
    int depth = 0;
    for (Token token : tokens) {
      switch (token.getType()) {
        case FilterExpressionLexer.LEFT -> depth++;
        case FilterExpressionLexer.RIGHT -> depth--;
        default -> {}
      }
      if (depth > MAX_DEPTH) {
        throw new FilterSyntaxException(
            "is nested deeper than %d".formatted(MAX_DEPTH),
            SyntaxFaults.position(token),
            List.of());
      }
    }
  }

  /** Whether a name needs no quotes. */
  static boolean isPlainName(String name) {
    FilterExpressionLexer lexer = new FilterExpressionLexer(CharStreams.fromString(name));
    lexer.removeErrorListeners();
    Token token = lexer.nextToken();
    return token.getType() == FilterExpressionLexer.NAME && token.getText().equals(name);
  }
}
