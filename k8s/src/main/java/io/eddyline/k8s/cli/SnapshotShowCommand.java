package io.eddyline.k8s.cli;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a version says of itself. */
@Command(
    name = "show",
    description = "What a version says of itself: rows, offsets, gate, metrics, files.",
    mixinStandardHelpOptions = true)
final class SnapshotShowCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "VERSION")
  private long version;

  @Option(names = "--json", description = "The manifest as it is.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    try (StoreOptions.Opened opened = options.open()) {
      StoredSnapshot snapshot = opened.store().open(options.model(), version);
      if (json) {
        out.println(new String(snapshot.manifest().toJson(), StandardCharsets.UTF_8));
      } else {
        print(snapshot, out);
      }
    }
    out.flush();
    return 0;
  }

  private static void print(StoredSnapshot snapshot, PrintWriter out) throws IOException {
    Manifest manifest = snapshot.manifest();
    Long parent = manifest.parentVersion();
    out.printf("version    %d of %s%n", manifest.version(), manifest.model());
    out.printf("parent     %s%n", parent == null ? "none" : parent);
    out.printf("made       %s%n", Instant.ofEpochMilli(manifest.createdAtMs()));
    out.printf(
        "rows       %d items, %d users, %d catalogue entries, dimension %d, %d neighbours%n",
        manifest.counts().items(),
        manifest.counts().users(),
        manifest.counts().catalogue(),
        manifest.dimension(),
        manifest.neighbourCount());
    out.printf("trained    %d events%n", manifest.trainedEvents());
    out.printf("offsets    events %s%n", new TreeMap<>(manifest.offsets().events()));
    out.printf("signature  %s%n", snapshot.isSigned() ? "present" : "none");
    out.printf("manifest   SHA-256 %s%n", snapshot.manifestSha256());
    out.printf("scoring    %s%n", manifest.scoring());
    out.printf("gate       %s%n", SnapshotText.verdict(manifest));
    Manifest.Gate gate = manifest.gate();
    if (gate != null) {
      for (Manifest.Check check : gate.checks()) {
        out.printf(
            "  %-4s %-20s %10s  limit %-10s %s%n",
            check.passed() ? "ok" : "FAIL",
            check.name(),
            SnapshotText.number(check.value()),
            SnapshotText.number(check.limit()),
            check.detail());
      }
    }
    out.println("metrics");
    new TreeMap<>(manifest.metrics())
        .forEach((name, value) -> out.printf("  %-28s %s%n", name, SnapshotText.number(value)));
    out.printf("files      %s%n", SnapshotText.bytes(SnapshotText.size(manifest)));
    new TreeMap<>(manifest.files())
        .forEach(
            (name, file) -> out.printf("  %-28s %s%n", name, SnapshotText.bytes(file.bytes())));
  }
}
