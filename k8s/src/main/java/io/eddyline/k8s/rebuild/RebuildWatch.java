package io.eddyline.k8s.rebuild;

import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.record.Rebuild;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.serving.model.ModelCheck;
import java.io.IOException;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.AgentTerminationException;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits until a rebuilt model has caught up, says how far it is, and orders that it be served.
 *
 * <p>Whatever fails is logged and tried again; once the order is given the agent ends.
 *
 * <p>Threading: an own thread, {@code eddyline-rebuild}; started and closed by the composition
 * root.
 */
final class RebuildWatch implements Agent, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildWatch.class);
  private static final long PERIOD_MS = 500;
  private static final long REPORT_MS = 5_000;

  private final Rebuild rebuild;
  private final SwapMode swap;
  private final long caughtUpLag;
  private final SnapshotStore store;
  private final ControlLog control;
  private final InstantSource clock;
  private final Admin admin;
  private final CommittedLog log;
  private final CatchUp catchUp;
  private final RebuildProgress progress;
  private final AgentRunner runner;
  private long reportedMs;
  private long refusedVersion;

  private RebuildWatch(ProcessContext context, ControlLog control, Rebuild rebuild, SwapMode swap) {
    this.rebuild = rebuild;
    this.swap = swap;
    this.control = control;
    caughtUpLag = context.config().rebuild().caughtUpLagEvents();
    store = context.snapshots().store();
    clock = context.clock();
    admin = Admin.create(context.kafka());
    log = new CommittedLog(context.kafka());
    catchUp =
        new CatchUp(
            context.topics(),
            store,
            log,
            new GroupOffsets(admin, context.topics().learnerApplicationId()));
    progress = new RebuildProgress(rebuild.getStartOffsetsMap());
    runner =
        new AgentRunner(
            new SleepingMillisIdleStrategy(PERIOD_MS), RebuildWatch::failed, null, this);
  }

  static RebuildWatch start(
      ProcessContext context, ControlLog control, Rebuild rebuild, SwapMode swap) {
    RebuildWatch watch = new RebuildWatch(context, control, rebuild, swap);
    AgentRunner.startOnThread(watch.runner);
    return watch;
  }

  @Override
  public int doWork() throws IOException {
    OptionalLong version = catchUp.advance();
    report();
    if (version.isPresent() && catchUp.lag() <= caughtUpLag && isSound(version.getAsLong())) {
      finish(version.getAsLong());
      throw new AgentTerminationException();
    }
    return 0;
  }

  private void report() {
    long nowMs = clock.millis();
    if (nowMs - reportedMs < REPORT_MS) {
      return;
    }
    reportedMs = nowMs;
    String model = rebuild.getModel();
    switch (catchUp.stage()) {
      case INTERACTIONS ->
          LOG.info(
              "rebuild of {}: {}",
              model,
              progress.line(catchUp.read(), catchUp.inputEnds(), nowMs));
      case ITEM_UPDATES -> LOG.info("rebuild of {}: users are trained, items follow", model);
      case SNAPSHOT ->
          LOG.info(
              "rebuild of {}: trained, {} interactions behind, waiting for a version that holds it",
              model,
              catchUp.lag());
    }
  }

  private boolean isSound(long version) throws IOException {
    String fault = ModelCheck.fault(store, rebuild.getModel(), version);
    if (!fault.isEmpty() && version != refusedVersion) {
      refusedVersion = version;
      LOG.warn(
          "version {} of {} would be refused ({}), waiting for the next",
          version,
          rebuild.getModel(),
          fault);
    }
    return fault.isEmpty();
  }

  private void finish(long version) {
    String model = rebuild.getModel();
    if (swap == SwapMode.NEVER) {
      LOG.info(
          "model {} has caught up with version {}; eddyline models --activate {} has it served",
          model,
          version,
          model);
      return;
    }
    long nowMs = clock.millis();
    control.activate(model, "rebuild from %s has caught up".formatted(rebuild.getFrom()), nowMs);
    control.note(
        rebuild.toBuilder().setSwappedAtMs(nowMs).build(),
        "swapped in with version " + version,
        nowMs);
    LOG.info("model {} has caught up and is ordered to be served, version {}", model, version);
  }

  @Override
  public void onClose() {
    log.close();
    admin.close();
  }

  @Override
  public String roleName() {
    return "eddyline-rebuild";
  }

  @Override
  public void close() {
    runner.close();
  }

  private static void failed(Throwable failure) {
    if (failure instanceof AgentTerminationException) {
      return;
    }
    LOG.warn("the rebuild cannot be watched, trying again", failure);
    if (failure instanceof Error error) {
      throw error;
    }
    try {
      TimeUnit.MILLISECONDS.sleep(PERIOD_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
