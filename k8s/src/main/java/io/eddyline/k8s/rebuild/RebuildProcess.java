package io.eddyline.k8s.rebuild;

import io.eddyline.k8s.process.CloseStack;
import io.eddyline.k8s.process.ProcessContext;
import io.eddyline.k8s.process.Tiers;
import io.eddyline.learner.stream.Learner;
import io.eddyline.schemas.control.ControlLog;
import io.eddyline.schemas.record.Rebuild;
import java.time.Instant;
import org.apache.kafka.clients.admin.Admin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Learner, snapshot builder and watch of a model that is rebuilt. After the swap the first two go
 * on as those of the model that is served.
 *
 * <p>Threading: started and closed by the composition root.
 */
public final class RebuildProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RebuildProcess.class);

  private final CloseStack resources;
  private final Learner learner;

  private RebuildProcess(CloseStack resources, Learner learner) {
    this.resources = resources;
    this.learner = learner;
  }

  /**
   * Begins or goes on; returns when all is started. The topics of the catalogue must exist.
   *
   * @param context of the model's configuration; stays open
   */
  public static RebuildProcess start(ProcessContext context, RebuildFrom from, SwapMode swap) {
    ControlLog control = new ControlLog(context.kafka(), context.topics());
    Rebuild rebuild;
    try (Admin admin = Admin.create(context.kafka())) {
      rebuild = new RebuildStart(admin, context.topics(), control, context.clock()).begin(from);
    }
    CloseStack resources = new CloseStack();
    try {
      resources.push(Tiers.snapshots(context));
      Learner learner = resources.push(Tiers.learner(context));
      if (rebuild.getSwappedAtMs() == 0) {
        resources.push(RebuildWatch.start(context, control, rebuild, swap));
      } else {
        LOG.info(
            "model {} was swapped in at {}, it is learnt on",
            rebuild.getModel(),
            Instant.ofEpochMilli(rebuild.getSwappedAtMs()));
      }
      return new RebuildProcess(resources, learner);
    } catch (RuntimeException | Error e) {
      resources.close();
      throw e;
    }
  }

  public Learner learner() {
    return learner;
  }

  @Override
  public void close() {
    resources.close();
  }
}
