package io.eddyline.k8s.cli;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.schemas.snapshot.SnapshotLimits;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.TrustedKeys;
import io.eddyline.serving.model.ModelCheck;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Whether serving could answer from a version. */
@Command(
    name = "verify",
    description = {
      "Loads a version as serving does: signature, digests, tables, graph, probes.",
      "Says also what its gate decided, which fails nothing here."
    },
    mixinStandardHelpOptions = true)
final class SnapshotVerifyCommand implements Callable<Integer> {
  @Mixin private final StoreOptions options = new StoreOptions();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "PEM file of public keys, one of which must have signed; may be repeated.")
  private List<Path> keys = List.of();

  @Parameters(paramLabel = "VERSION")
  private long version;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    ReadPolicy policy = new ReadPolicy(TrustedKeys.of(keys), SnapshotLimits.NONE);
    try (StoreOptions.Opened opened = options.open()) {
      verify(opened.store().demanding(policy));
    }
    return 0;
  }

  private void verify(SnapshotStore store) throws IOException {
    Manifest manifest = store.open(options.model(), version).manifest();
    String fault = ModelCheck.fault(store, options.model(), version);
    if (!fault.isEmpty()) {
      throw new EddylineException(
          Action.STOP, "version %d is not sound: %s".formatted(version, fault));
    }
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "version %d is sound: %d files%s, %d items, %d users; gate: %s%n",
        version,
        manifest.files().size(),
        keys.isEmpty() ? "" : ", signed by a trusted key",
        manifest.counts().items(),
        manifest.counts().users(),
        SnapshotText.verdict(manifest));
    out.flush();
  }
}
