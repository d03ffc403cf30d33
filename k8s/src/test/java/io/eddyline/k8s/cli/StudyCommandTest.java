package io.eddyline.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyCommandTest {
  @TempDir private Path folder = Path.of("");

  @BeforeEach
  void writeEvents() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int at = 0; at < 300; at++) {
      rows.append("u%d\t%d\t4\t%d\n".formatted(at % 20, at * 7 % 30, 1_000_000_000 + at));
    }
    Files.createDirectories(folder.resolve("ml-100k"));
    Files.writeString(folder.resolve("ml-100k").resolve("u.data"), rows);
  }

  @Test
  void writesTheQualityReportOfWhatItFinds() throws IOException {
    CommandRun run = study("quality", "--only=ml-100k,diginetica", "--models=dual-queue,item-knn");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.errLines()).contains("diginetica: not found, left out");
    assertThat(run.out()).contains("| ml-100k |");
    assertThat(Files.readString(report().resolve("quality.md")))
        .contains("\n300 events, ", "Not found and so not in this report: diginetica.")
        .contains("--models dual-queue,item-knn --only ml-100k,diginetica");
    assertThat(report().resolve("quality/ml-100k-stream.svg")).isNotEmptyFile();
    assertThat(report().resolve("runs/ml-100k/item-knn.json")).isNotEmptyFile();
  }

  @Test
  void holdsItemsOutOfDataWithoutClock() throws IOException {
    StringBuilder lists = new StringBuilder();
    for (int user = 0; user < 12; user++) {
      lists.append("%d %d %d %d\n".formatted(user, user % 5, 5 + user % 4, 9 + user % 3));
    }
    for (String file : List.of("beauty/Beauty.txt", "gowalla/train.txt.gz")) {
      Files.createDirectories(folder.resolve(file.split("/", -1)[0]));
      Files.writeString(folder.resolve(file), lists);
    }
    String only = "--only=beauty,gowalla,ml-1m.sasrec";
    CommandRun run = study("quality", only, "--models=dual-queue,popularity");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.errLines())
        .contains("gowalla: not found, left out", "ml-1m.sasrec: not found, left out");
    assertThat(run.out()).contains("### beauty", "| dual-queue |", "| *SASRec");
    assertThat(report().resolve("runs/beauty/dual-queue.json")).isNotEmptyFile();

    Files.writeString(folder.resolve("gowalla/test.txt.gz"), "0 6\n1 7\n");
    assertThat(study("quality", only, "--models=popularity").out())
        .contains("### gowalla", "split: 36 events learnt; 2 users asked for 2 items");
  }

  @Test
  void writesTheAblationReport() {
    CommandRun run = study("ablation", "--only=ml-100k", "--seeds=1", "--max-events=40");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(report().resolve("ablation.md")).content().contains("## ml-100k-first-40");
    assertThat(report().resolve("ablation.svg")).isNotEmptyFile();
  }

  @Test
  void runsTheChangesThatAreAskedForAlone() {
    CommandRun run =
        study(
            "ablation",
            "--only=ml-100k",
            "--seeds=1",
            "--max-events=40",
            "--changes=no replay;teleported negatives, 12 %");
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(report().resolve("ablation.md"))
        .content()
        .contains("| default |", "| no replay |", "| teleported negatives, 12 % |")
        .contains("--changes \"no replay;teleported negatives, 12 %\"")
        .doesNotContain("| no momentum |");
  }

  @Test
  void wrongUsageIsSaidAsSuch() {
    assertThat(study("ablation", "--only=ml-100k", "--changes=no magic").err())
        .contains("change \"no magic\": expected some of ", "; no replay;");
    assertThat(study("quality", "--only=ml-100m").status()).isEqualTo(2);
    assertThat(study("ablation", "--only=beauty").status()).as("no stream").isEqualTo(2);
    assertThat(study("quality", "--models=crystal-ball").status()).isEqualTo(2);
    assertThat(study("ablation", "--only=ml-100k", "--seeds=0").status()).isEqualTo(2);
    assertThat(study("quality", "--only=diginetica").err()).contains("no data set found");
    assertThat(CommandRun.of("study").status()).isEqualTo(2);
  }

  private CommandRun study(String name, String... options) {
    List<String> command = new ArrayList<>(List.of("study", name, "--data-dir", folder.toString()));
    command.addAll(List.of("--report", report().toString()));
    command.addAll(List.of(options));
    return CommandRun.of(command.toArray(String[]::new));
  }

  private Path report() {
    return folder.resolve("report");
  }
}
