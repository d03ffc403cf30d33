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

/**
 * Queries of one version under its own bias that wait for the graph; those that wait together run
 * together.
 *
 * <p>Whoever asks puts the query into the queue and has a run started; a run takes all that waits,
 * up to the largest batch. While a thread is free a query runs at once and alone; while all are
 * busy the queue grows, and so do the batches: one pass over the item table then serves many.
 *
 * <p>Threading: {@link #rank} from any number of threads, best virtual ones, since it blocks; runs
 * on the executor's.
 */
final class RankingQueue {
  private final RetrievalGraph graph;
  private final OnnxTensor bias;
  private final Executor threads;
  private final int maxBatch;
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /** A query, and who waits for its answer; cancelled when nobody does any more. */
  private record Waiting(RetrievalQuery query, int k, CompletableFuture<Ranking> answer) {}

  /**
   * @param maxBatch queries of one run at most
   */
  RankingQueue(RetrievalGraph graph, OnnxTensor bias, Executor threads, int maxBatch) {
    this.graph = graph;
    this.bias = bias;
    this.threads = threads;
    this.maxBatch = maxBatch;
  }

  /**
   * The best items, at most {@code k}.
   *
   * @throws CancellationException if the thread is interrupted; the query then does not run unless
   *     it runs already
   */
  Ranking rank(RetrievalQuery query, int k) {
    Waiting entry = new Waiting(query, k, new CompletableFuture<>());
    waiting.add(entry);
    threads.execute(this::run);
    return await(entry.answer());
  }

  /** Has one query run under a bias of its own, by itself, over all items. */
  Ranking rank(RetrievalQuery query, OnnxTensor ownBias, int k) {
    CompletableFuture<Ranking> answer = new CompletableFuture<>();
    threads.execute(
        () -> {
          if (!answer.isDone()) {
            complete(List.of(new Waiting(query, k, answer)), graph::rankExactly, ownBias);
          }
        });
    return await(answer);
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    while (batch.size() < maxBatch) {
      Waiting next = waiting.poll();
      if (next == null) {
        break;
      }
      if (!next.answer().isDone()) {
        batch.add(next);
      }
    }
    if (!batch.isEmpty()) {
      complete(batch, graph::rank, bias);
    }
  }

  /** A way to rank that the graph offers. */
  private interface Search {
    List<Ranking> rank(List<RetrievalQuery> queries, OnnxTensor bias, int[] k);
  }

  private static void complete(List<Waiting> batch, Search search, OnnxTensor itemBias) {
    try {
      int[] k = batch.stream().mapToInt(Waiting::k).toArray();
      List<RetrievalQuery> queries = batch.stream().map(Waiting::query).toList();
      List<Ranking> rankings = search.rank(queries, itemBias, k);
      for (int index = 0; index < rankings.size(); index++) {
        batch.get(index).answer().complete(rankings.get(index));
      }
    } catch (RuntimeException | Error e) {
      batch.forEach(entry -> entry.answer().completeExceptionally(e));
    }
  }

  private static Ranking await(CompletableFuture<Ranking> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new CancellationException("nobody waits for the ranking any more");
    } catch (ExecutionException e) {
      throw new EddylineException(Action.RETRY, "no ranking: " + e.getMessage(), e);
    }
  }
}
