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
  private static final String SERVING = "The recommendation interface.";

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

  @Command(
      name = "list",
      description = "The versions, oldest first.",
      mixinStandardHelpOptions = true)
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

  @Command(
      name = "show",
      description = "The manifest of a version.",
      mixinStandardHelpOptions = true)
  int show(@Parameters(paramLabel = "VERSION") long version) throws IOException {
    byte[] json = versions().open(model, version).manifest().toJson();
    out().println(new String(json, StandardCharsets.UTF_8));
    out().flush();
    return 0;
  }

  @Command(
      name = "verify",
      description = "Compares every file of a version with its manifest.",
      mixinStandardHelpOptions = true)
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

  @Command(
      name = "diff",
      description = "Compares two versions. Not available yet.",
      mixinStandardHelpOptions = true)
  int diff(
      @Parameters(paramLabel = "VERSION") long older,
      @Parameters(paramLabel = "VERSION") long newer) {
    return NotAvailable.answer(spec, "snapshot diff %d %d".formatted(older, newer));
  }

  @Command(
      name = "activate",
      description = "Serves a version. Not available yet.",
      mixinStandardHelpOptions = true)
  int activate(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(names = "--url", required = true, paramLabel = "URL", description = SERVING)
          String url) {
    return NotAvailable.answer(spec, "snapshot activate %d --url %s".formatted(version, url));
  }

  @Command(
      name = "pin",
      description = "Keeps a version in service. Not available yet.",
      mixinStandardHelpOptions = true)
  int pin(
      @Parameters(paramLabel = "VERSION") long version,
      @Option(names = "--url", required = true, paramLabel = "URL", description = SERVING)
          String url) {
    return NotAvailable.answer(spec, "snapshot pin %d --url %s".formatted(version, url));
  }

  @Command(
      name = "unpin",
      description = "Lets newer versions into service again. Not available yet.",
      mixinStandardHelpOptions = true)
  int unpin(
      @Option(names = "--url", required = true, paramLabel = "URL", description = SERVING)
          String url) {
    return NotAvailable.answer(spec, "snapshot unpin --url " + url);
  }

  private FileSnapshotStore versions() {
    return new FileSnapshotStore(store);
  }

  private PrintWriter out() {
    CommandLine commandLine = spec.commandLine();
    return commandLine.getOut();
  }
}
