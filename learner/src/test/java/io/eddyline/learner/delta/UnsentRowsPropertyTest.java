package io.eddyline.learner.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Against a map that keeps its order. */
final class UnsentRowsPropertyTest {
  enum Kind {
    MARK,
    STAMP,
    REMOVE,
    TAKE_FIRST
  }

  record Step(Kind kind, int row) {}

  @Property(tries = 300)
  void isAQueueOfDistinctRowsWithTheirTimes(@ForAll("steps") List<Step> steps) {
    UnsentRows rows = new UnsentRows();
    Map<Integer, Long> model = new LinkedHashMap<>();
    long timeMs = 0;
    for (Step step : steps) {
      timeMs++;
      switch (step.kind()) {
        case MARK ->
            assertThat(rows.mark(step.row())).isEqualTo(model.putIfAbsent(step.row(), 0L) == null);
        case STAMP -> {
          if (model.containsKey(step.row())) {
            rows.stamp(step.row(), timeMs, -timeMs);
            model.replace(step.row(), 0L, timeMs);
          }
        }
        case REMOVE -> {
          rows.remove(step.row());
          model.remove(step.row());
        }
        case TAKE_FIRST -> {
          assertThat(rows.first()).isEqualTo(first(model));
          rows.remove(Math.max(0, rows.first()));
          model.remove(Math.max(0, first(model)));
        }
      }
      assertThat(rows.count()).isEqualTo(model.size());
    }
    List<Integer> left = new ArrayList<>();
    for (int row = rows.first(); row != UnsentRows.NONE; row = rows.first()) {
      assertThat(rows.contains(row)).isTrue();
      assertThat(rows.appendedAtMs(row)).isEqualTo(model.get(row));
      assertThat(rows.cleanedAtMs(row)).isEqualTo(-rows.appendedAtMs(row));
      left.add(row);
      rows.remove(row);
    }
    assertThat(left).containsExactlyElementsOf(model.keySet());
  }

  private static int first(Map<Integer, Long> model) {
    return model.isEmpty() ? UnsentRows.NONE : model.keySet().iterator().next();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, Kind.MARK),
                Tuple.of(2, Kind.STAMP),
                Tuple.of(2, Kind.REMOVE),
                Tuple.of(2, Kind.TAKE_FIRST)),
            Arbitraries.integers().between(0, 200))
        .as(Step::new)
        .list()
        .ofMinSize(50)
        .ofMaxSize(800);
  }
}
