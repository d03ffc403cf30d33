package io.eddyline.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocols of {@code evaluate} beside the prequential one. */
final class EvaluateProtocolTest {
  @TempDir private Path folder = Path.of("");
  private Path events = Path.of("");

  @BeforeEach
  void writeEvents() throws IOException {
    events = RatingsFile.write(folder);
  }

  @Test
  void ranksTheLastItemOfEveryUser() throws IOException {
    Path lists = Files.writeString(folder.resolve("l.txt"), "u a b c\nv b c a\nw c a b\nx a b\n");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format=sequences",
            "--protocol=leave-last-out",
            "--model=item-knn",
            "--passes=2",
            "--report=" + folder,
            lists.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("8 events, 3 users and 3 items held out", "hr10", "ndcg10");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.path("passes").intValue()).isEqualTo(2);
    assertThat(json.at("/metrics/hr10").doubleValue()).as("of three items").isEqualTo(1);
  }

  @Test
  void severalSeedsOfHeldOutItemsGiveMeanAndSpread() throws IOException {
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format=movielens",
            "--protocol=leave-last-out",
            "--seeds=2",
            "--report=" + folder,
            file());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("20 users and 20 items held out", " ± ");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.path("runs").findValuesAsText("seed")).containsExactly("1", "2");
    assertThat(json.at("/metrics/ndcg10/count").intValue()).isEqualTo(2);
  }

  @Test
  void coldStartWeighsByTheValuesAndRefusesBoundedRows() throws IOException {
    StringBuilder ratings = new StringBuilder();
    for (int at = 0; at < 200; at++) {
      int stars = 1 + at * 3 % 5;
      ratings.append("u%d::%d::%d::%d\n".formatted(at % 20, at * 7 % 30, stars, 1_000_000 + at));
    }
    Path rated = Files.writeString(folder.resolve("rated.dat"), ratings);
    Path items =
        Files.writeString(folder.resolve("movies.dat"), "1::T (1994)::A\n2::U (1995)::A\n");
    String[] common = {"evaluate", "--format=movielens", "--cold-start", "--items=" + items};
    CommandRun plain = CommandRun.of(with(common, rated.toString()));
    CommandRun weighed = CommandRun.of(with(common, "--weights=ratings", rated.toString()));
    assertThat(plain.status()).as(plain.err()).isZero();
    assertThat(weighed.status()).as(weighed.err()).isZero();
    assertThat(weighed.out()).isNotEqualTo(plain.out());
    for (String bound : List.of("admit-users-after-sightings=2", "expire-after-events=1000")) {
      CommandRun bounded = CommandRun.of(with(common, "--set=rows." + bound, rated.toString()));
      assertThat(bounded.status()).isEqualTo(1);
      assertThat(bounded.errLines()).singleElement().asString().contains("learning.rows");
    }
  }

  @Test
  void ranksTheItemsOfATestFile() throws IOException {
    Path train = Files.writeString(folder.resolve("train.txt"), "0 1 2\n1 2 3\n2 1 3\n");
    Path test = Files.writeString(folder.resolve("test.txt"), "0 3\n1 1 9\n");
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format=lists",
            "--protocol=split",
            "--test=" + test,
            "--model=popularity",
            train.toString());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("6 events, 2 users and 3 items held out", "recall20", "0.7500", "ndcg20");
  }

  @Test
  void ranksNewItemsWithTheirAttributesWithShuffledOnesAndWithout() throws IOException {
    StringBuilder titles = new StringBuilder();
    for (int item = 0; item < 30; item++) {
      titles.append("%d::T%d (1994)::%s\n".formatted(item, item, item % 2 == 0 ? "A" : "B|C"));
    }
    Path items = Files.writeString(folder.resolve("movies.dat"), titles);
    CommandRun run =
        CommandRun.of(
            "evaluate",
            "--format=movielens",
            "--cold-start",
            "--items=" + items,
            "--report=" + folder,
            file());
    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.out()).contains("cold start on ratings.dat", "attributes, shuffled");
    JsonNode json = new ObjectMapper().readTree(folder.resolve("evaluation.json").toFile());
    assertThat(json.at("/own/items").intValue()).isPositive();
    assertThat(json.at("/own/items")).isEqualTo(json.at("/shuffled/items"));
    assertThat(json.at("/own/mean_percentile")).isNotEqualTo(json.at("/none/mean_percentile"));
  }

  private static String[] with(String[] common, String... more) {
    return Stream.concat(Stream.of(common), Stream.of(more)).toArray(String[]::new);
  }

  private String file() {
    return events.toString();
  }
}
