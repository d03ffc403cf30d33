package io.eddyline.serving.overlay.feed;

import io.eddyline.serving.model.LoadedModel;
import io.eddyline.serving.overlay.Overlay;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the overlay and its watermarks.
 *
 * <pre>
 *   duty cycle:  orders of other threads
 *                streams of learners  -.
 *                a piece of the logs  --> overlay, shown together -> watermarks -> who waits for them
 *                a piece of what is there over a new version
 *                a piece of the priors' way to the present, see {@link Overlay#age}
 *                now and then: silence, failed readings, versions that closed, meters
 * </pre>
 *
 * <p>Threading: {@link #doWork} and {@link #onClose} by the thread {@code serving-overlay}; {@link
 * #follow} and {@link #lostSession} from any.
 */
final class OverlayAgent implements Agent {
  private static final Logger log = LoggerFactory.getLogger(OverlayAgent.class);
  private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(25);

  private final Overlay overlay;
  private final PartitionFeeds feeds;
  private final NewRows newRows;
  private final Inputs inputs;
  private final Watermarks watermarks;
  private final Waiters waiters;
  private final FeedState state;
  private final Clocks clocks;
  private final long staleAfterNs;
  private final LoadedVersions versions = new LoadedVersions();
  private final Queue<Runnable> orders = new ConcurrentLinkedQueue<>();
  private final List<CompletableFuture<Boolean>> completions = new ArrayList<>();
  private long lookedNs;
  private volatile boolean complete;
  private volatile boolean closed;

  /**
   * Where rows come from.
   *
   * @param streams null without Aeron
   * @param adapter that the streams call
   * @param pieces of the logs
   */
  record Inputs(@Nullable LearnerStreams streams, DeltaAdapter adapter, Queue<LogPiece> pieces) {}

  /** Times of this machine. */
  record Clocks(NanoClock ns, EpochClock ms) {}

  /** What the agent writes. */
  record Outputs(
      Overlay overlay, NewRows newRows, Watermarks watermarks, Waiters waiters, FeedState state) {}

  OverlayAgent(PartitionFeeds feeds, Inputs inputs, Outputs outputs, Clocks clocks, int staleMs) {
    this.feeds = feeds;
    this.inputs = inputs;
    this.overlay = outputs.overlay();
    this.newRows = outputs.newRows();
    this.watermarks = outputs.watermarks();
    this.waiters = outputs.waiters();
    this.state = outputs.state();
    this.clocks = clocks;
    this.staleAfterNs = TimeUnit.MILLISECONDS.toNanos(staleMs);
    this.lookedNs = clocks.ns().nanoTime();
  }

  @Override
  public String roleName() {
    return "serving-overlay";
  }

  /**
   * Lays rows over a version from now on.
   *
   * @return done once the overlay has everything that the version does not hold
   */
  CompletableFuture<Boolean> follow(LoadedModel model) {
    CompletableFuture<Boolean> caughtUp = new CompletableFuture<>();
    orders.add(() -> follow(model, caughtUp));
    if (closed) {
      caughtUp.complete(false);
    }
    return caughtUp;
  }

  /* Whoever waits is told in any case: a version may be closed meanwhile. */
  private void follow(LoadedModel model, CompletableFuture<Boolean> caughtUp) {
    if (closed || model.isClosed()) {
      caughtUp.complete(false);
      return;
    }
    try {
      lay(model);
      completions.add(caughtUp);
      completeFollowed();
    } catch (RuntimeException e) {
      caughtUp.complete(false);
      if (!model.isClosed()) {
        throw e;
      }
    }
  }

  private void lay(LoadedModel model) {
    long nowNs = clocks.ns().nanoTime();
    overlay.begin(model);
    versions.add(model);
    feeds.forEach(feed -> feed.want(versions.start(feed.partition()), nowNs));
    watermarks.base(versions.events());
    newRows.note();
  }

  /** An image is gone. */
  void lostSession(int sessionId) {
    orders.add(
        () -> {
          long nowNs = clocks.ns().nanoTime();
          feeds.forEach(feed -> feed.lost(sessionId, CatchUpReason.LOST_IMAGE, nowNs));
        });
  }

  /** Whether every partition has had everything that the loaded versions asked for. */
  boolean isComplete() {
    return complete;
  }

  @Override
  public int doWork() {
    long nowNs = clocks.ns().nanoTime();
    int work = obey();
    inputs.adapter().now(nowNs);
    if (inputs.streams() != null) {
      work += inputs.streams().poll(nowNs);
    }
    LogPiece piece = inputs.pieces().poll();
    if (piece != null) {
      work++;
      takePiece(piece, nowNs);
    }
    work += layPiece();
    newRows.show(clocks.ms().time());
    work += waiters.doWork(watermarks.publish());
    overlay.age(clocks.ns());
    if (nowNs - lookedNs > LOOK_NS) {
      lookedNs = nowNs;
      look(nowNs);
    }
    return work;
  }

  private int obey() {
    int work = 0;
    for (Runnable order = orders.poll(); order != null; order = orders.poll()) {
      order.run();
      work++;
    }
    return work;
  }

  private int layPiece() {
    if (overlay.isLaid()) {
      return 0;
    }
    overlay.layPiece();
    if (overlay.isLaid()) {
      completeFollowed();
    }
    return 1;
  }

  private void takePiece(LogPiece piece, long nowNs) {
    PartitionFeed feed = feeds.of(piece.partition().side(), piece.partition().number());
    if (feed != null) {
      feed.onPiece(piece, nowNs);
    }
  }

  private void look(long nowNs) {
    feeds.look(nowNs - staleAfterNs, nowNs);
    if (versions.removeClosed()) {
      overlay.letGo();
      newRows.note();
      feeds.forEach(feed -> feed.release(versions.start(feed.partition())));
      watermarks.base(versions.events());
    }
    completeFollowed();
    waiters.prune();
    long upToMs = watermarks.upToMs();
    state.set(
        upToMs == 0 ? 0 : Math.max(0, clocks.ms().time() - upToMs),
        feeds.count(StreamState.CATCHING_UP),
        waiters.count(),
        inputs.streams() == null ? 0 : inputs.streams().connected());
  }

  private void completeFollowed() {
    complete = overlay.isLaid() && feeds.areComplete();
    if (complete && !completions.isEmpty()) {
      completions.forEach(caughtUp -> caughtUp.complete(true));
      completions.clear();
    }
  }

  @Override
  public void onClose() {
    waiters.close();
    closed = true;
    int _ = obey();
    completions.forEach(caughtUp -> caughtUp.complete(false));
    log.debug("the overlay is not written any more");
  }
}
