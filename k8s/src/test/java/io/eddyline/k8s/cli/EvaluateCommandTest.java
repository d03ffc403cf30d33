package io.eddyline.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.eddyline.learner.evaluate.Evaluation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EvaluateCommandTest {
  @TempDir private Path folder = Path.of("");
  private Path events = Path.of("");

  static List<String> models() {
    return Evaluation.models();
  }

  @BeforeEach
  void writeEvents() throws IOException {
    events = RatingsFile.write(folder);
  }

  @ParameterizedTest
  @MethodSource("models")
  void writesAReportWithThePromisedKeys(String model) throws IOException {
    Path report = folder.resolve("new").resolve("report");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format",
            "movielens",
            "--model",
            model,
            "--report",
            report.toString(),
            events.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(model + " on ratings.dat: 200 events", "NDCG@10", "last 20 %");

    JsonNode json = new ObjectMapper().readTree(report.resolve("evaluation.json").toFile());
    assertThat(json.fieldNames())
        .toIterable()
        .containsExactly(
            "model",
            "data",
            "settings",
            "events",
            "evaluated",
            "whole",
            "last20",
            "segments",
            "us_per_event",
            "first20",
            "grid",
            "series",
            "forgetting");
    for (String part : List.of("whole", "last20", "first20")) {
      assertThat(json.path(part).fieldNames())
          .toIterable()
          .containsExactlyInAnyOrder("ndcg10", "recall10", "mrr10");
    }
    assertThat(json.path("model").textValue()).isEqualTo(model);
    assertThat(json.path("data").textValue()).isEqualTo("ratings.dat");
    assertThat(json.path("events").intValue()).isEqualTo(200);
    assertThat(json.path("evaluated").intValue()).isBetween(1, 200);
    assertThat(json.path("segments").isArray()).isTrue();
    for (String plot : List.of("stream.svg", "users.svg", "items.svg")) {
      assertThat(report.resolve(plot)).content().startsWith("<?xml").contains("<svg");
    }
  }

  @Test
  void runsAGridAndReportsEveryPoint() throws IOException {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format=movielens",
            "--model=item-knn",
            "--grid=history-decay=0.5,0.7,0.9",
            "--grid=exponent=0.4,0.5",
            "--report=" + folder,
            file());
    assertThat(run.status()).as(run.err()).isZero();
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.path("grid")).hasSize(6);
    assertThat(json.at("/grid/1/settings/history-decay").textValue()).isEqualTo("0.7");
    assertThat(json.path("grid"))
        .allMatch(
            point ->
                point.at("/whole/ndcg10").doubleValue() <= json.at("/whole/ndcg10").doubleValue());
  }

  @Test
  void printsTheSameNumbersWhateverTheLanguageOfTheMachine() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      CommandRun run = CommandRun.of("evaluate", "--format=movielens", "--model=item-knn", file());
      assertThat(run.out()).containsPattern("whole +0\\.\\d{4}").doesNotContain("0,");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void weighsByTheValues() {
    CommandRun run = CommandRun.of("evaluate", "--format=movielens", "--weights=ratings", file());
    assertThat(run.status()).as(run.err()).isZero();
  }

  @Test
  void findsTheColumnsItIsTold() throws IOException {
    Path csv = Files.writeString(folder.resolve("t.csv"), "9,i1,u1\n8,i2,u1\n7,i1,u2\n");
    CommandRun run =
        CommandRun.of("evaluate", "--format=csv", "--columns=user=3,item=2,time=1", csv.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("3 events");
  }

  @Test
  void evaluatesNoMoreEventsThanAsked() {
    CommandRun run =
        CommandRun.of("evaluate", "--format=movielens", "--max-events=50", events.toString());
    assertThat(run.out()).contains("50 events");
  }

  @Test
  void usesTheSettingsItIsGiven() {
    CommandRun run = CommandRun.of("evaluate", "--format=movielens", "--set=replays=17", file());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).singleElement().asString().contains("replays", "17", "0 to 16");
  }

  @Test
  void severalSeedsGiveMeanAndSpread() throws IOException {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format=movielens",
            "--seeds=3",
            "--report=" + folder,
            "--forgetting",
            file());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains(" ± ", "3 seeds, NDCG@10", "first tenth, ");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.path("runs").findValuesAsText("seed")).containsExactly("1", "2", "3");
    assertThat(json.at("/whole/ndcg10/count").intValue()).isEqualTo(3);
  }

  @Test
  void wrongUsageIsSaidAsSuch() {
    for (List<String> wrong :
        List.of(
            List.of("--format=movielens", "--model=crystal-ball", file()),
            List.of("--format=tablets", file()),
            List.of("--format=csv", "--columns=user", file()),
            List.of("--format=csv", "--columns=taste=1", file()),
            List.of("--format=lists", "--protocol=split", file()),
            List.of("--format=movielens", "--passes=2", file()),
            List.of("--format=movielens", "--cold-start", file()),
            List.of("--format=movielens", "--cold-start", "--items=x", "--seeds=2", file()),
            List.of("--format=movielens", "--protocol=leave-last-out", "--tune", file()),
            List.of("--format=movielens", "--protocol=leave-last-out", "--forgetting", file()),
            List.of("--format=movielens", "--weights=guesses", file()),
            List.of("--format=movielens", "--tune", "--seeds=2", file()),
            List.of("--format=csv"))) {
      CommandRun run =
          CommandRun.of(
              Stream.concat(Stream.of("evaluate"), wrong.stream()).toArray(String[]::new));
      assertThat(run.status()).as(wrong.toString()).isEqualTo(2);
    }
  }

  @Test
  void aMissingFileFailsWithOneLineThatNamesIt() {
    String missing = folder.resolve("missing.dat").toString();
    CommandRun run = CommandRun.of("evaluate", "--format=movielens", missing);
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("eddyline: ")
        .contains(missing);
  }

  private String file() {
    return events.toString();
  }
}
