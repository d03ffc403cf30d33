package io.eddyline.serving.retrieve;

import io.eddyline.serving.model.ModelSlot;
import io.eddyline.serving.overlay.Overlays;
import io.eddyline.serving.retrieve.Recommendation.ScoredItem;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a sample of the requests answered by the shadow version as well, and says how much its
 * answers are like those that were shown. Nobody waits for it and nobody sees its answers.
 *
 * <p>A thread of its own works a share of the time; what does not fit into its queue is dropped and
 * counted.
 *
 * <p>Threading: {@link #offer} from any thread, never blocks; comparisons on {@code
 * serving-shadow}.
 */
public final class ShadowComparison implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(ShadowComparison.class);
  private static final long POLL_MS = 200;

  private final ModelSlot slot;
  private final Overlays overlays;
  private final ArrayBlockingQueue<Shown> queue;
  private final double restPerWork;
  private final Counter compared;
  private final Counter dropped;
  private final Counter failed;
  private final DistributionSummary overlap;
  private final DistributionSummary rankBiased;
  private final Timer time;
  private final Thread thread;
  private volatile boolean running = true;

  private record Shown(RecommendationRequest request, Recommendation answer) {}

  public ShadowComparison(
      ModelSlot slot, Overlays overlays, ShadowConfig config, MeterRegistry registry) {
    this.slot = slot;
    this.overlays = overlays;
    this.queue = new ArrayBlockingQueue<>(config.queueCapacity());
    this.restPerWork = 1 / config.timeShare() - 1;
    this.compared = counter(registry, "compared");
    this.dropped = counter(registry, "dropped");
    this.failed = counter(registry, "failed");
    this.overlap =
        DistributionSummary.builder("eddyline.serving.shadow.overlap")
            .description("share of the shown items that the shadow version answers as well")
            .register(registry);
    this.rankBiased =
        DistributionSummary.builder("eddyline.serving.shadow.rank.biased.overlap")
            .description("rank-biased overlap of shown and shadow answers, p = 0.9")
            .register(registry);
    this.time =
        Timer.builder("eddyline.serving.shadow.scoring")
            .description("time that the shadow version worked on an answer")
            .register(registry);
    this.thread = Thread.ofPlatform().daemon(true).name("serving-shadow").start(this::run);
  }

  /** Has a shown answer compared if it falls into the sample and there is time. */
  public void offer(RecommendationRequest request, Recommendation shown) {
    double sample = slot.shadowSample();
    if (sample == 0 || ThreadLocalRandom.current().nextDouble() >= sample) {
      return;
    }
    if (!queue.offer(new Shown(request, shown))) {
      dropped.increment();
    }
  }

  private void run() {
    try {
      while (running) {
        Shown next = queue.poll(POLL_MS, TimeUnit.MILLISECONDS);
        if (next != null) {
          long startNs = System.nanoTime();
          compare(next);
          LockSupport.parkNanos((long) ((System.nanoTime() - startNs) * restPerWork));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compare(Shown shown) {
    try (ModelSlot.Lease lease = slot.acquireShadow()) {
      if (lease == null) {
        return;
      }
      long startNs = System.nanoTime();
      Recommendation answer = Recommender.recommend(overlays.over(lease.model()), shown.request());
      time.record(System.nanoTime() - startNs, TimeUnit.NANOSECONDS);
      List<String> left = ids(shown.answer());
      List<String> right = ids(answer);
      overlap.record(RankingOverlap.at(left, right, Math.max(left.size(), right.size())));
      rankBiased.record(RankingOverlap.rankBiased(left, right));
      compared.increment();
    } catch (RuntimeException e) {
      failed.increment();
      log.debug("the shadow version did not answer", e);
    }
  }

  private static List<String> ids(Recommendation answer) {
    return answer.items().stream().map(ScoredItem::itemId).toList();
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("eddyline.serving.shadow.answers")
        .description("sampled answers by what became of their comparison")
        .tag("outcome", outcome)
        .register(registry);
  }

  /** Ends the thread; what waits is dropped. */
  @Override
  public void close() {
    running = false;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
