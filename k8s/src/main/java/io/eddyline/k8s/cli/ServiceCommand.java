package io.eddyline.k8s.cli;

import io.eddyline.k8s.config.EddylineConfig;
import io.eddyline.k8s.config.EffectiveConfig;
import io.eddyline.k8s.process.CloseStack;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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

  private final CountDownLatch stop = new CountDownLatch(1);
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

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
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook = new Thread(() -> awaitEnd(stopped), "eddyline-shutdown");
    try {
      start(effective.config(), resources);
      Runtime.getRuntime().addShutdownHook(hook);
      stop.await();
      LOG.info("stopping");
    } finally {
      resources.close();
      stopped.countDown();
    }
    RuntimeException reason = failure.get();
    if (reason != null) {
      throw reason;
    }
    return 0;
  }

  /** Ends the command, which then fails for this reason; from any thread. */
  final void fail(RuntimeException reason) {
    failure.compareAndSet(null, reason);
    stop.countDown();
  }

  /** The virtual machine waits for its shutdown hooks, so this one waits for the closing. */
  private void awaitEnd(CountDownLatch stopped) {
    stop.countDown();
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
