package io.eddyline.k8s.cli;

import io.eddyline.schemas.snapshot.Manifest;
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
    description = "The versions, oldest first.",
    mixinStandardHelpOptions = true)
final class SnapshotListCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    for (long version : options.store().versions(options.model())) {
      Manifest manifest = options.store().open(options.model(), version).manifest();
      out.printf(
          "%6d  %s  %d items  %d users  %d events%n",
          version,
          Instant.ofEpochMilli(manifest.createdAtMs()),
          manifest.counts().items(),
          manifest.counts().users(),
          manifest.trainedEvents());
    }
    out.flush();
    return 0;
  }
}
