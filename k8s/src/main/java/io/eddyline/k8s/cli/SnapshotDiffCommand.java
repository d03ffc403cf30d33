package io.eddyline.k8s.cli;

import io.eddyline.learner.snapshot.StoredRows;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What became of the rows from one version to another. */
@Command(
    name = "diff",
    description = "Compares two versions: rows, how far vectors moved, scoring, metrics.",
    mixinStandardHelpOptions = true)
final class SnapshotDiffCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Parameters(index = "0", paramLabel = "OLDER")
  private long older;

  @Parameters(index = "1", paramLabel = "NEWER")
  private long newer;

  @Option(
      names = "--moves",
      paramLabel = "N",
      description = "Items that moved most, by name; 10.",
      defaultValue = "10")
  private int moves;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    if (moves < 0) {
      throw new IllegalArgumentException("--moves %d: expected 0 or more".formatted(moves));
    }
    try (StoreOptions.Opened opened = options.open()) {
      StoredSnapshot before = opened.store().open(options.model(), older);
      StoredSnapshot after = opened.store().open(options.model(), newer);
      print(
          SnapshotDiff.of(StoredRows.of(before), StoredRows.of(after), moves),
          before.manifest(),
          after.manifest());
    }
    return 0;
  }

  private void print(SnapshotDiff diff, Manifest before, Manifest after) {
    PrintWriter out = spec.commandLine().getOut();
    print(out, "items", diff.items());
    print(out, "users", diff.users());
    out.printf("events  %+d%n", after.trainedEvents() - before.trainedEvents());
    if (!diff.moves().isEmpty()) {
      out.println("items that moved most (cosine of the candidate vectors)");
      for (SnapshotDiff.Move move : diff.moves()) {
        out.printf(
            "  %7.4f  %s%s%n",
            move.cosine(), move.itemId(), move.title().isEmpty() ? "" : "  " + move.title());
      }
    }
    if (!before.scoring().equals(after.scoring())) {
      out.printf("scoring%n  %s%n  %s%n", before.scoring(), after.scoring());
    }
    if (before.dimension() != after.dimension()) {
      out.printf("dimension  %d, then %d%n", before.dimension(), after.dimension());
    }
    out.printf("gate    %s, then %s%n", SnapshotText.verdict(before), SnapshotText.verdict(after));
    out.println("metrics");
    Map<String, Double> names = new TreeMap<>(before.metrics());
    names.putAll(after.metrics());
    for (String name : names.keySet()) {
      Double was = before.metrics().get(name);
      Double is = after.metrics().get(name);
      if (!Objects.equals(was, is)) {
        out.printf("  %-28s %s, then %s%n", name, text(was), text(is));
      }
    }
    out.flush();
  }

  private static void print(PrintWriter out, String what, SnapshotDiff.Rows rows) {
    out.printf(
        "%s   %d more, %d less, %d in both%s%n",
        what,
        rows.added(),
        rows.removed(),
        rows.common(),
        rows.common() == 0 ? "" : ", mean cosine %.4f".formatted(rows.meanCosine()));
  }

  private static String text(@Nullable Double value) {
    return value == null ? "none" : SnapshotText.number(value);
  }
}
