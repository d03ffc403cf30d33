package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.EffectiveConfig;
import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.StopSignal;
import io.eddyline.k8s.process.ThreadDeaths;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that runs until it is told to stop (SIGTERM, Ctrl-C), and then ends in order. */
abstract class ServiceCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(ServiceCommand.class);

  @Mixin final ConfigOptions options = new ConfigOptions();

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  CommandSpec spec;

  private final CompletableFuture<RuntimeException> failure = new CompletableFuture<>();

  /** Turns the command's own flags into settings. */
  void applyFlags(ConfigOptions target) {}

  /** Starts the service; what it pushes is closed at the end, last first. */
  abstract void start(EddylineConfig config, CloseStack resources);

  @Override
  public final Integer call() throws InterruptedException {
    applyFlags(options);
    EffectiveConfig<EddylineConfig> effective = options.load();
    if (options.printed(spec, effective)) {
      return 0;
    }
    LOG.debug("effective settings\n{}", effective.toYaml());
    CloseStack resources = new CloseStack();
    StopSignal stop = StopSignal.install();
    var _ = failure.thenAccept(stop::fail);
    try (ThreadDeaths _ = ThreadDeaths.watch(this::fail)) {
      start(effective.config(), resources);
      stop.await();
      LOG.info("stopping");
    } finally {
      resources.close();
    }
    return 0;
  }

  /** Ends the command, which then fails for this reason; from any thread. */
  final void fail(RuntimeException reason) {
    failure.complete(reason);
  }
}
