package io.eddyline.serving.filter;

import io.eddyline.serving.attribute.AttributeValue;
import io.eddyline.serving.attribute.ItemAttributes.Side;
import io.eddyline.serving.attribute.Quotes;
import io.eddyline.serving.filter.grammar.FilterExpressionBaseVisitor;
import io.eddyline.serving.filter.grammar.FilterExpressionLexer;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.AttributeContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.ComparisonContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.ConjunctionContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.DisjunctionContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.FilterContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.GroupContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.LiteralContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.MembershipContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.NegationContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.PredicateContext;
import io.eddyline.serving.filter.grammar.FilterExpressionParser.PresenceContext;
import java.util.List;
import org.antlr.v4.runtime.Token;

/**
 * Turns the tree of a text without syntax errors into a canonical filter.
 *
 * <p>Threading: one thread.
 */
final class FilterBuilder extends FilterExpressionBaseVisitor<Filter> {
  private String attribute = "";

  @Override
  public Filter visitFilter(FilterContext tree) {
    return visit(tree.disjunction());
  }

  @Override
  public Filter visitDisjunction(DisjunctionContext tree) {
    return Filter.any(tree.conjunction().stream().map(this::visit).toList());
  }

  @Override
  public Filter visitConjunction(ConjunctionContext tree) {
    return Filter.all(tree.negation().stream().map(this::visit).toList());
  }

  @Override
  public Filter visitNegation(NegationContext tree) {
    Filter filter = visit(tree.primary());
    return tree.NOT().size() % 2 == 0 ? filter : Filter.not(filter);
  }

  @Override
  public Filter visitGroup(GroupContext tree) {
    return visit(tree.disjunction());
  }

  @Override
  public Filter visitPresence(PresenceContext tree) {
    return new Filter.Has(name(tree.attribute()));
  }

  @Override
  public Filter visitPredicate(PredicateContext tree) {
    attribute = name(tree.attribute());
    return visit(tree.test());
  }

  @Override
  public Filter visitComparison(ComparisonContext tree) {
    AttributeValue value = value(tree.literal());
    Filter equal = Filter.in(attribute, List.of(value));
    return switch (tree.operator.getType()) {
      case FilterExpressionLexer.EQUAL -> equal;
      case FilterExpressionLexer.UNEQUAL -> Filter.not(equal);
      case FilterExpressionLexer.LESS -> new Filter.Beyond(attribute, Side.LESS, value);
      case FilterExpressionLexer.AT_MOST -> new Filter.Beyond(attribute, Side.AT_MOST, value);
      case FilterExpressionLexer.GREATER -> new Filter.Beyond(attribute, Side.GREATER, value);
      default -> new Filter.Beyond(attribute, Side.AT_LEAST, value);
    };
  }

  @Override
  public Filter visitMembership(MembershipContext tree) {
    if (tree.literal().size() > FilterParser.MAX_LIST) {
      throw fault(
          tree.literal(FilterParser.MAX_LIST).start,
          "a list of %d values, expected at most %d"
              .formatted(tree.literal().size(), FilterParser.MAX_LIST));
    }
    Filter in = Filter.in(attribute, tree.literal().stream().map(FilterBuilder::value).toList());
    return tree.NOT() == null ? in : Filter.not(in);
  }

  private static String name(AttributeContext tree) {
    String text = tree.getText();
    return tree.QUOTED_NAME() == null ? text : Quotes.unquote(text);
  }

  private static AttributeValue value(LiteralContext tree) {
    Token token = tree.start;
    return switch (token.getType()) {
      case FilterExpressionLexer.STRING -> new AttributeValue.Text(Quotes.unquote(token.getText()));
      case FilterExpressionLexer.NUMBER -> number(token);
      default -> new AttributeValue.Flag(token.getType() == FilterExpressionLexer.TRUE);
    };
  }

  private static AttributeValue number(Token token) {
    double value = Double.parseDouble(token.getText());
    if (!Double.isFinite(value)) {
      throw fault(token, "a number beyond those of double precision");
    }
    return new AttributeValue.Numeric(value);
  }

  private static FilterSyntaxException fault(Token token, String what) {
    FilterSyntaxException.Position position = SyntaxFaults.position(token);
    return new FilterSyntaxException(
        "has %s at %d:%d".formatted(what, position.line(), position.column()), position, List.of());
  }
}
