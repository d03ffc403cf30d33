package io.eddyline.learner.evaluate.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.learner.evaluate.EvaluationEvents;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StudyTest {
  private static final int EVENTS = 1500;
  private static final Variant BPR =
      new Variant("bpr", "bpr", Map.of("dimension", "4"), "draws", false);
  private static final Variant KNN = new Variant("knn", "item-knn", Map.of(), "no draws", false);

  @TempDir private Path folder = Path.of("");
  private final List<StudyProgress.Position> positions = new ArrayList<>();
  private int readings;
  private final StudyData data = new StudyData("walk", EVENTS, EVENTS, this::events);

  @Test
  void runsEachVariantUnderEachOfItsSeeds() throws IOException {
    StudyResults results = run(2, false);
    assertThat(results.of(data, BPR).runs())
        .extracting(report -> report.settings().get("seed"))
        .containsExactly(1L, 2L);
    assertThat(results.of(data, KNN).runs()).hasSize(1);
    assertThat(results.of(data, BPR).whole().ndcg10().count()).isEqualTo(2);
    assertThat(readings).as("the data is read once").isEqualTo(1);
  }

  @Test
  void tellsHowFarItIs() throws IOException {
    run(2, false);
    assertThat(positions).hasSize(3 * 2);
    assertThat(positions)
        .extracting(StudyProgress.Position::events)
        .containsExactly(1000L, 1500L, 2500L, 3000L, 4000L, 4500L);
    assertThat(positions.getLast().allEvents()).isEqualTo(4500);
    assertThat(positions.getLast().runNumber()).isEqualTo(positions.getLast().runs()).isEqualTo(3);
  }

  @Test
  void goesOnWhereItWasBrokenOff() throws IOException {
    StudyResults first = run(1, false);
    positions.clear();
    StudyResults second = run(2, false);
    assertThat(positions)
        .extracting(position -> position.run().settings().get("seed"))
        .as("only the seed that is new")
        .containsOnly("2");
    assertThat(second.of(data, KNN).whole()).isEqualTo(first.of(data, KNN).whole());
    assertThat(second.of(data, KNN).usPerEvent())
        .as("taken from the file, not measured again")
        .isEqualTo(first.of(data, KNN).usPerEvent());
  }

  @Test
  void runsEverythingAgainWhenAskedTo() throws IOException {
    run(1, false);
    run(1, true);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void aRunWithOtherSettingsThanItWouldHaveNowIsVoid() throws IOException {
    run(1, false);
    alter("bpr", "\"temperature\" : 0.3", "\"temperature\" : 0.4");
    positions.clear();
    run(1, false);
    assertThat(positions).extracting(position -> position.run().model()).containsOnly("bpr");
  }

  @Test
  void aTornOrOlderReportIsVoid() throws IOException {
    run(1, false);
    alter("bpr", "\"series\"", "\"former_series\"");
    alter("item-knn", "}", "");
    positions.clear();
    run(1, false);
    assertThat(positions)
        .extracting(position -> position.run().model())
        .containsOnly("bpr", "item-knn");
  }

  @Test
  void refusesAWrongSettingBeforeTheFirstRun() {
    Variant wrong = new Variant("wrong", "bpr", Map.of("taste", "1"), "", false);
    assertThatThrownBy(() -> new Study(List.of(data), List.of(BPR, wrong), 1, runs()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown setting taste");
  }

  private StudyResults run(int seeds, boolean fresh) throws IOException {
    return new Study(List.of(data), List.of(BPR, KNN), seeds, runs())
        .run(fresh, (position, soFar) -> positions.add(position));
  }

  private RunFolder runs() {
    return new RunFolder(folder);
  }

  private void alter(String model, String from, String to) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("walk"))) {
      Path file =
          files
              .filter(name -> String.valueOf(name.getFileName()).startsWith(model))
              .findFirst()
              .orElseThrow();
      String text = Files.readString(file);
      assertThat(text).contains(from);
      Files.writeString(file, text.replace(from, to));
    }
  }

  private EvaluationEvents events() {
    readings++;
    EvaluationEvents.Builder builder = new EvaluationEvents.Builder();
    for (int event = 0; event < EVENTS; event++) {
      builder.add("u" + event % 70, "i" + event * 7 % 110, event);
    }
    return builder.build();
  }
}
