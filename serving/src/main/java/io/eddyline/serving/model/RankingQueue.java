package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/**
 * Queries of one version under its own bias that wait for the graph; those that wait together run
 * together.
 *
 * <p>Whoever asks puts the query into the queue and has a run started; a run takes all that waits,
 * up to the largest batch. While a thread is free a query runs at once and alone; while all are
 * busy the queue grows, and so do the batches: one pass over the item table then serves many.
 *
 * <p>A caller who is interrupted leaves the queue, but not a run: {@link #rank} returns only when
 * nothing runs for it any more, so that what the caller holds, the model above all, may be let go
 * then.
 *
 * <p>Threading: {@link #rank} from any number of threads, best virtual ones, since it blocks; runs
 * on the executor's.
 */
final class RankingQueue {
  private final Search search;
  private final Search exactSearch;
  private final OnnxTensor bias;
  private final Executor threads;
  private final IntConsumer began;
  private final int maxBatch;
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /** A run of the graph: the best {@code k[i]} items of the query i. */
  interface Search {
    List<Ranking> rank(List<RetrievalQuery> queries, OnnxTensor bias, int[] k);
  }

  /** A query and its answer to come. Whoever takes it first decides whether it runs. */
  private static final class Waiting {
    private final RetrievalQuery query;
    private final int k;
    private final CompletableFuture<Ranking> answer = new CompletableFuture<>();
    private final AtomicBoolean taken = new AtomicBoolean();

    Waiting(RetrievalQuery query, int k) {
      this.query = query;
      this.k = k;
    }

    boolean take() {
      return taken.compareAndSet(false, true);
    }
  }

  /**
   * @param search answers queries under the version's own bias
   * @param exactSearch answers those with a bias of their own
   * @param how threads and batches
   */
  RankingQueue(Search search, Search exactSearch, OnnxTensor bias, Inference how) {
    this.search = search;
    this.exactSearch = exactSearch;
    this.bias = bias;
    this.threads = how.threads();
    this.began = how.began();
    this.maxBatch = how.maxBatch();
  }

  /**
   * The best items, at most {@code k}.
   *
   * @throws CancellationException if the thread is interrupted; the query then does not run unless
   *     it runs already
   */
  Ranking rank(RetrievalQuery query, int k) {
    Waiting entry = new Waiting(query, k);
    waiting.add(entry);
    threads.execute(this::run);
    return await(entry);
  }

  /** Has one query run under a bias of its own, by itself, over all items. */
  Ranking rank(RetrievalQuery query, OnnxTensor ownBias, int k) {
    Waiting entry = new Waiting(query, k);
    threads.execute(
        () -> {
          if (entry.take()) {
            began.accept(1);
            complete(List.of(entry), exactSearch, ownBias);
          }
        });
    return await(entry);
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < maxBatch) {
      Waiting next = waiting.poll();
      if (next == null) {
        break;
      }
      if (next.take()) {
        batch.add(next);
      }
    }
    if (!batch.isEmpty()) {
      began.accept(batch.size());
      complete(batch, search, bias);
    }
  }

  private static void complete(List<Waiting> batch, Search search, OnnxTensor itemBias) {
    try {
      int[] k = batch.stream().mapToInt(entry -> entry.k).toArray();
      List<RetrievalQuery> queries = batch.stream().map(entry -> entry.query).toList();
      List<Ranking> rankings = search.rank(queries, itemBias, k);
      for (int index = 0; index < rankings.size(); index++) {
        batch.get(index).answer.complete(rankings.get(index));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(entry -> entry.answer.completeExceptionally(e));
    }
  }

  private static Ranking await(Waiting entry) {
    try {
      return entry.answer.get();
    } catch (InterruptedException e) {
      if (!entry.take()) {
        Ranking _ = entry.answer.exceptionally(_ -> Ranking.NONE).join();
      }
      Thread.currentThread().interrupt();
      throw new CancellationException("nobody waits for the ranking any more");
    } catch (ExecutionException e) {
      throw new EddylineException(Action.RETRY, "no ranking: " + e.getMessage(), e);
    }
  }
}
