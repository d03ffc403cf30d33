package io.eddyline.learner.evaluate.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.evaluate.report.AblationFindings.Row;
import io.eddyline.learner.evaluate.study.Spread;
import org.junit.jupiter.api.Test;

final class AblationFindingsTest {
  @Test
  void aChangeIsClearBeyondWhatSeedsExplain() {
    assertThat(row(3, 4, 5).gains()).isTrue();
    assertThat(row(-3, -4, -5).loses()).isTrue();
    assertThat(row(-3, 4, 5).gains()).isFalse();
    assertThat(row(-3, 4, 5).loses()).isFalse();
  }

  @Test
  void oneSeedMakesNothingClear() {
    assertThat(row(50).gains()).isFalse();
    assertThat(row(-50).loses()).isFalse();
  }

  @Test
  void aTableRowHasOneCellForEachColumn() {
    assertThat(new MarkdownTable("a", "b").row("1", "x|y"))
        .hasToString("| a | b |\n|---|---|\n| 1 | x\\|y |\n");
    assertThatThrownBy(() -> new MarkdownTable("a", "b").row("1"))
        .hasMessage("a row of 1 cells, expected 2");
  }

  private static Row row(double... percent) {
    return new Row(
        StudyFixture.baseline("bpr"),
        StudyFixture.summary("bpr", "shop", percent),
        Spread.of(percent));
  }
}
