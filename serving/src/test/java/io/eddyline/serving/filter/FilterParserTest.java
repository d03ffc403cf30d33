package io.eddyline.serving.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.eddyline.serving.filter.FilterSyntaxException.Position;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "genre = \"Comedy\" and year >= 1990 | genre = \"Comedy\" and year >= 1990",
        "year>=1990 AND genre='Comedy'       | genre = \"Comedy\" and year >= 1990",
        "not tag in [\"x\"]                  | not tag = \"x\"",
        "tag not in [\"x\", 'x', 3, true]    | not tag in [3, true, \"x\"]",
        "a != 1                              | not a = 1",
        "not not a = 1                       | a = 1",
        "not (not a = 1)                     | a = 1",
        "(a = 1 or (b = 2)) or a = 1         | a = 1 or b = 2",
        "c = 1 and (a = 1 or b = 2)          | (a = 1 or b = 2) and c = 1",
        "a = 1 or b = 2 and c = 3            | a = 1 or (b = 2 and c = 3)",
        "HAS(a) and `or` = -0.0              | `or` = 0 and has(a)",
        "a in []                             | a in []",
        "grö-ße.x < 1e3                      | grö-ße.x < 1000",
        "`two words` = '\\u0041\\'\\n'       | `two words` = \"A'\\u000a\"",
      })
  void spellsEqualFiltersAlike(String text, String canonical) {
    Filter filter = FilterParser.parse(text);
    assertThat(filter).hasToString(canonical);
    assertThat(FilterParser.parse(canonical)).isEqualTo(filter);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "genre ~ 3         | 6  | 1 | 7  | =, !=, <, <=, >, >=, not, in",
        "genre = Comedy     | 8  | 1 | 9  | true, false, a string, a number",
        "a = 1 b = 2        | 6  | 1 | 7  | the end, and, or",
        "(a = 1             | 6  | 1 | 7  | and, or, )",
        "a in [1 2]         | 8  | 1 | 9  | ], ,",
        "a not = 1          | 6  | 1 | 7  | in",
        "a = \"x            | 4  | 1 | 5  | true, false, a string, a number",
        "has a              | 4  | 1 | 5  | (",
      })
  void namesPlaceAndWhatWasExpected(
      String text, int offset, int line, int column, String expected) {
    FilterSyntaxException fault = fault(text);
    assertThat(fault.position()).isEqualTo(new Position(offset, line, column));
    assertThat(fault.expected()).containsExactlyInAnyOrder(expected.split(", ", -1));
    assertThat(fault).hasMessageContaining("%d:%d".formatted(line, column));
  }

  @Test
  void countsCharactersAndLines() {
    FilterSyntaxException fault = fault("title = \"\uD83D\uDE00\" and\n  year > >");
    assertThat(fault.position()).isEqualTo(new Position(25, 2, 10));
  }

  @Test
  void saysWhichQuoteLacksItsEnd() {
    assertThat(fault("a = 'x")).hasMessageContaining("a quote ' without its end at 1:5");
    assertThat(fault("a = ")).hasMessageContaining("its end");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\"", "a", "a =", "= 1", "and", "a = 1e999", "a = 1 and"})
  void refusesWhatIsNoFilter(String text) {
    assertThat(fault(text).position().line()).isEqualTo(1);
  }

  @Test
  void boundsLengthNestingAndLists() {
    assertThat(fault("a = \"" + "x".repeat(FilterParser.MAX_CHARS) + "\""))
        .hasMessageContaining("expected at most 4096");
    int deep = FilterParser.MAX_DEPTH;
    String nested = "(".repeat(deep) + "a = 1" + ")".repeat(deep);
    assertThat(FilterParser.parse(nested)).hasToString("a = 1");
    assertThat(fault("(" + nested + ")").position().offset()).isEqualTo(deep);
    assertThat(FilterParser.parse(list(FilterParser.MAX_LIST))).isInstanceOf(Filter.In.class);
    assertThat(fault(list(FilterParser.MAX_LIST + 1))).hasMessageContaining("at most 500");
    assertThat(FilterParser.parse("not ".repeat(1_001) + "a = 1")).hasToString("not a = 1");
  }

  private static String list(int size) {
    return IntStream.range(0, size)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(",", "a in [", "]"));
  }

  private static FilterSyntaxException fault(String text) {
    return catchThrowableOfType(FilterSyntaxException.class, () -> FilterParser.parse(text));
  }
}
