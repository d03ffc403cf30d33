package io.eddyline.k8s.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class EddylineMainTest {
  @TempDir private Path folder = Path.of("");

  /** Every command with its subcommands, as words. */
  static Stream<List<String>> commands() {
    List<List<String>> paths = new ArrayList<>();
    collect(List.of(), EddylineMain.commandLine(), paths);
    return paths.stream();
  }

  private static void collect(List<String> path, CommandLine command, List<List<String>> paths) {
    paths.add(path);
    command
        .getSubcommands()
        .forEach(
            (name, subcommand) ->
                collect(Stream.concat(path.stream(), Stream.of(name)).toList(), subcommand, paths));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(List<String> command) {
    CommandRun run = run(command, "--help");
    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("Usage: eddyline");
    assertThat(run.err()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandRefusesWhatItDoesNotKnow(List<String> command) {
    CommandRun run = run(command, "--nonsense");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).isNotEmpty();
    assertThat(run.out()).isEmpty();
  }

  @Test
  void saysWhatIsMissing() {
    assertThat(run(List.of()).status()).isEqualTo(2);
    assertThat(run(List.of("snapshot")).status()).isEqualTo(2);
    assertThat(run(List.of("snapshot", "show")).status()).isEqualTo(2);
    assertThat(run(List.of("evaluate", "events.csv")).err()).contains("--format");
  }

  @Test
  void saysThatNobodyAnswersAnOrder() {
    CommandRun run = CommandRun.of("snapshot", "unpin", "--url", "http://127.0.0.1:1");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .singleElement()
        .asString()
        .startsWith("eddyline: http://127.0.0.1:1 does not answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "forget --user ada --url http://localhost:1",
      })
  void saysThatACommandIsNotThereYet(String command) {
    CommandRun run = CommandRun.of(command.split(" "));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).containsExactly("eddyline: " + command + " is not available yet");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ingest", "learner", "snapshots", "serving", "topics", "models"})
  void saysThatATierNeedsKafka(String tier) {
    CommandRun run = CommandRun.of(tier, "--data-dir", folder.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines()).singleElement().asString().contains("--kafka HOST:PORT");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"standalone", "ingest", "learner", "snapshots", "serving", "topics", "models"})
  void printsTheEffectiveSettings(String command) {
    CommandRun run =
        CommandRun.of(
            command, "--print-config", "--setting", "eddyline.topics.prefix=shop", "--kafka=k:1");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("prefix: shop", "bootstrap-servers: \"k:1\"");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void flagsAreSettings() {
    CommandRun run =
        CommandRun.of(
            "standalone",
            "--print-config",
            "--http-port=1234",
            "--ingest-port=1235",
            "--snapshot-interval=45s",
            "--data-dir=somewhere");
    assertThat(run.out())
        .contains("port: 1234", "port: 1235", "interval: 45s", "data-dir: somewhere");
  }

  @Test
  void aSettingThatIsNotAllowedFailsWithOneLine() throws IOException {
    Path file =
        Files.writeString(folder.resolve("c.yaml"), "eddyline:\n  gateway:\n    port: -1\n");
    CommandRun run = CommandRun.of("ingest", "--config", file.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.errLines())
        .containsExactly(
            "eddyline: eddyline.gateway.port = \"-1\": expected a whole number, 0 to 65535");
  }

  private static CommandRun run(List<String> command, String... more) {
    return CommandRun.of(Stream.concat(command.stream(), Stream.of(more)).toArray(String[]::new));
  }
}
