package io.eddyline.k8s.cli;

import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The versions of a model, a line each. */
@Command(
    name = "list",
    description = "The versions, oldest first: when made, how large, what the gate said.",
    mixinStandardHelpOptions = true)
final class SnapshotListCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    long nowMs = System.currentTimeMillis();
    try (StoreOptions.Opened opened = options.open()) {
      for (long version : opened.store().versions(options.model())) {
        out.println(line(opened.store(), version, nowMs));
      }
    }
    out.flush();
    return 0;
  }

  private String line(SnapshotStore store, long version, long nowMs) throws IOException {
    StoredSnapshot snapshot;
    try {
      snapshot = store.open(options.model(), version);
    } catch (FormatException e) {
      return "%6d  not readable: %s"
          .formatted(version, String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
    }
    Manifest manifest = snapshot.manifest();
    return "%6d  %s  %4s ago  %d items  %d users  %d events  %s  %s%s"
        .formatted(
            version,
            Instant.ofEpochMilli(manifest.createdAtMs()),
            SnapshotText.duration(nowMs - manifest.createdAtMs()),
            manifest.counts().items(),
            manifest.counts().users(),
            manifest.trainedEvents(),
            SnapshotText.bytes(SnapshotText.size(manifest)),
            SnapshotText.verdict(manifest),
            snapshot.isSigned() ? "  signed" : "");
  }
}
