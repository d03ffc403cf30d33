package io.eddyline.k8s.cli;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether a version is as it was written. */
@Command(
    name = "verify",
    description = "Compares every file of a version with its manifest.",
    mixinStandardHelpOptions = true)
final class SnapshotVerifyCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Parameters(paramLabel = "VERSION")
  private long version;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    StoredSnapshot snapshot = options.store().open(options.model(), version);
    try {
      snapshot.verify();
    } catch (FormatException e) {
      throw new EddylineException(
          Action.STOP, "version %d is damaged: %s".formatted(version, e.getMessage()), e);
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "version %d: %d files as they were written%n", version, snapshot.manifest().files().size());
    out.flush();
    return 0;
  }
}
