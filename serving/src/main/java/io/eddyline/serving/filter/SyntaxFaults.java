package io.eddyline.serving.filter;

import io.eddyline.serving.filter.FilterSyntaxException.Position;
import io.eddyline.serving.filter.grammar.FilterExpressionLexer;
import java.util.List;
import org.antlr.v4.runtime.BaseErrorListener;
import org.antlr.v4.runtime.DefaultErrorStrategy;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Recognizer;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.IntervalSet;
import org.jspecify.annotations.Nullable;

/**
 * Ends the parser at the first fault and says what could have stood there.
 *
 * <p>Threading: stateless.
 */
final class SyntaxFaults extends BaseErrorListener {
  private static final int MAX_SHOWN = 40;

  /**
   * Neither skips nor makes up tokens: a fault is told with all that could have stood in its place,
   * also what would have gone on where the parser had taken a part for finished.
   */
  static final class NoRecovery extends DefaultErrorStrategy {
    @Override
    protected @Nullable Token singleTokenDeletion(Parser recognizer) {
      return null;
    }

    @Override
    protected boolean singleTokenInsertion(Parser recognizer) {
      return false;
    }
  }

  @Override
  public void syntaxError(
      Recognizer<?, ?> recognizer,
      @Nullable Object symbol,
      int line,
      int column,
      String message,
      @Nullable RecognitionException cause) {
    if (recognizer instanceof Parser parser && symbol instanceof Token token) {
      List<String> expected =
          words(cause == null ? parser.getExpectedTokens() : cause.getExpectedTokens());
      throw new FilterSyntaxException(
          "has %s at %d:%d, expected %s"
              .formatted(seen(token), line, column + 1, String.join(", ", expected)),
          position(token),
          expected);
    }
    throw new FilterSyntaxException(
        "is not readable at %d:%d".formatted(line, column + 1),
        new Position(0, line, column + 1),
        List.of());
  }

  static Position position(Token token) {
    return new Position(token.getStartIndex(), token.getLine(), token.getCharPositionInLine() + 1);
  }

  private static String seen(Token token) {
    String text = token.getText();
    if (token.getType() == Token.EOF) {
      return "its end";
    }
    if (token.getType() == FilterExpressionLexer.UNKNOWN && "\"'`".contains(text)) {
      return "a quote " + text + " without its end";
    }
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "...";
  }

  private static List<String> words(IntervalSet types) {
    return types.toList().stream().map(SyntaxFaults::word).distinct().toList();
  }

  private static String word(int type) {
    return switch (type) {
      case Token.EOF -> "the end";
      case FilterExpressionLexer.NAME, FilterExpressionLexer.QUOTED_NAME -> "an attribute";
      case FilterExpressionLexer.STRING -> "a string";
      case FilterExpressionLexer.NUMBER -> "a number";
      case FilterExpressionLexer.AND -> "and";
      case FilterExpressionLexer.OR -> "or";
      case FilterExpressionLexer.NOT -> "not";
      case FilterExpressionLexer.IN -> "in";
      case FilterExpressionLexer.HAS -> "has";
      case FilterExpressionLexer.TRUE -> "true";
      case FilterExpressionLexer.FALSE -> "false";
      default -> {
        String literal = FilterExpressionLexer.VOCABULARY.getLiteralName(type);
        yield literal.substring(1, literal.length() - 1);
      }
    };
  }
}
