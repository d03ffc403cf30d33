package io.eddyline.k8s.cli;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** Looks after the versions in a store. */
@Command(
    name = "snapshot",
    description = "Lists, shows and verifies the versions in a snapshot store.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class SnapshotCommand {
  @Option(
      names = "--store",
      paramLabel = "DIR",
      description = "The store; eddyline-data/snapshots.",
      defaultValue = "eddyline-data/snapshots",
      scope = ScopeType.INHERIT)
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private Path store;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "The model; main.",
      defaultValue = "main",
      scope = ScopeType.INHERIT)
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private String model;

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private CommandSpec spec;

  @Command(name = "list", description = "The versions, oldest first.")
  int list() throws IOException {
    for (long version : versions().versions(model)) {
      Manifest manifest = versions().open(model, version).manifest();
      out()
          .printf(
              "%6d  %s  %d items  %d users  %d events%n",
              version,
              Instant.ofEpochMilli(manifest.createdAtMs()),
              manifest.counts().items(),
              manifest.counts().users(),
              manifest.trainedEvents());
    }
    out().flush();
    return 0;
  }

  @Command(name = "show", description = "The manifest of a version.")
  int show(@Parameters(paramLabel = "VERSION") long version) throws IOException {
    byte[] json = versions().open(model, version).manifest().toJson();
    out().println(new String(json, StandardCharsets.UTF_8));
    out().flush();
    return 0;
  }

  @Command(name = "verify", description = "Compares every file of a version with its manifest.")
  int verify(@Parameters(paramLabel = "VERSION") long version) throws IOException {
    StoredSnapshot snapshot = versions().open(model, version);
    try {
      snapshot.verify();
    } catch (FormatException e) {
      throw new EddylineException(
          Action.STOP, "version %d is damaged: %s".formatted(version, e.getMessage()), e);
    }
    out()
        .printf(
            "version %d: %d files as they were written%n",
            version, snapshot.manifest().files().size());
    out().flush();
    return 0;
  }

  @Command(name = "diff", description = "Not available yet.")
  int diff() {
    return NotAvailable.answer(spec, "snapshot diff");
  }

  @Command(name = "activate", description = "Not available yet.")
  int activate() {
    return NotAvailable.answer(spec, "snapshot activate");
  }

  @Command(name = "pin", description = "Not available yet.")
  int pin() {
    return NotAvailable.answer(spec, "snapshot pin");
  }

  @Command(name = "unpin", description = "Not available yet.")
  int unpin() {
    return NotAvailable.answer(spec, "snapshot unpin");
  }

  private FileSnapshotStore versions() {
    return new FileSnapshotStore(store);
  }

  private PrintWriter out() {
    CommandLine commandLine = spec.commandLine();
    return commandLine.getOut();
  }
}
