package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import io.eddyline.schemas.snapshot.OnnxEnvironment;
import io.eddyline.serving.GoldenStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs are held back and started one by one, so that what waits together is known. */
@SuppressWarnings("NullAway.Init") // set before each test
class RankingQueueTest {
  private static final int MAX_BATCH = 4;
  private static final float ROUNDING = 1e-4f;

  @TempDir Path root;
  private final ConcurrentLinkedQueue<Runnable> runs = new ConcurrentLinkedQueue<>();
  private final List<Integer> batches = new ArrayList<>();
  private final Executor callers = Executors.newVirtualThreadPerTaskExecutor();
  private LoadedModel batched;
  private LoadedModel single;

  @BeforeEach
  void load() throws Exception {
    GoldenStore golden = new GoldenStore(root);
    golden.put(2, 2);
    ModelVersion version = new ModelVersion(GoldenStore.MODEL, 2, null);
    Inference held = new Inference(runs::add, batches::add, MAX_BATCH, 1, Prepacking.AUTO);
    batched = new ModelLoader(golden.store(), held).load(version, LoadPace.UNLIMITED);
    single = new ModelLoader(golden.store(), Inference.INLINE).load(version, LoadPace.UNLIMITED);
  }

  @AfterEach
  void close() {
    batched.close();
    single.close();
  }

  @Test
  void oneRunAnswersAllThatWaitUpToTheLargestBatch() {
    List<CompletableFuture<Ranking>> answers = new ArrayList<>();
    for (int caller = 0; caller < MAX_BATCH + 1; caller++) {
      answers.add(ask(query(new Random(caller)), 5));
    }
    await().until(() -> runs.size() == MAX_BATCH + 1);
    runs.remove().run();
    await().until(() -> done(answers) == MAX_BATCH);
    runs.remove().run();
    await().until(() -> done(answers) == MAX_BATCH + 1);
    runs.forEach(Runnable::run);
    assertThat(done(answers)).isEqualTo(MAX_BATCH + 1);
    assertThat(batches).containsExactly(MAX_BATCH, 1);
  }

  @Test
  void batchOfUnlikeQueriesAnswersWhatEachWouldGetAlone() {
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<RetrievalQuery> queries = new ArrayList<>();
      List<Integer> limits = new ArrayList<>();
      List<CompletableFuture<Ranking>> answers = new ArrayList<>();
      for (int caller = 0; caller < MAX_BATCH; caller++) {
        queries.add(query(random));
        limits.add(1 + random.nextInt(48));
        answers.add(ask(queries.getLast(), limits.getLast()));
      }
      await().until(() -> runs.size() == MAX_BATCH);
      runs.forEach(Runnable::run);
      runs.clear();
      for (int caller = 0; caller < MAX_BATCH; caller++) {
        Ranking alone = single.rank(queries.get(caller), limits.get(caller));
        assertSame("seed %d, query %d".formatted(seed, caller), answers.get(caller).join(), alone);
      }
    }
  }

  @Test
  void interruptedCallerLeavesTheQueueToTheOthers() throws Exception {
    CompletableFuture<Throwable> thrown = new CompletableFuture<>();
    Thread impatient =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    batched.rank(query(new Random(1)), 5);
                  } catch (CancellationException e) {
                    thrown.complete(e);
                  }
                });
    await().until(() -> runs.size() == 1);
    CompletableFuture<Ranking> patient = ask(query(new Random(2)), 5);
    await().until(() -> runs.size() == 2);
    impatient.interrupt();
    assertThat(thrown.join()).hasMessageContaining("nobody waits");
    runs.forEach(Runnable::run);
    assertThat(patient.join().size()).isEqualTo(5);
  }

  /** What a run reads must stay until it is over, though nobody wants its answer. */
  @Test
  void interruptedCallerStaysUntilItsRunIsOver() throws Exception {
    CountDownLatch began = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    RankingQueue.Search slow =
        (queries, bias, k) -> {
          began.countDown();
          awaitUninterruptibly(goOn);
          return queries.stream().map(_ -> Ranking.NONE).toList();
        };
    try (OnnxTensor bias =
        OnnxTensor.createTensor(
            OnnxEnvironment.get(OrtEnvironment::getEnvironment), new float[1])) {
      RankingQueue queue =
          new RankingQueue(
              slow, slow, bias, new Inference(callers, _ -> {}, 1, 1, Prepacking.AUTO));
      CompletableFuture<Boolean> returned = new CompletableFuture<>();
      Thread caller =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      queue.rank(query(new Random(1)), 5);
                    } catch (CancellationException e) {
                      returned.complete(goOn.getCount() == 0);
                    }
                  });
      began.await();
      caller.interrupt();
      // the caller is back in its wait once it has seen the interruption
      await().until(() -> !caller.isInterrupted() && caller.getState() == Thread.State.WAITING);
      assertThat(returned).isNotDone();
      goOn.countDown();
      assertThat(returned.join()).as("returned after the run").isTrue();
    }
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void failureOfTheGraphReachesTheCaller() {
    RetrievalQuery unknownRow =
        RetrievalQuery.of(batched.scoring(), 1_000_000, new int[0], new float[0], new int[0]);
    assertThatThrownBy(() -> single.rank(unknownRow, 5)).hasMessageContaining("the graph failed");
  }

  private CompletableFuture<Ranking> ask(RetrievalQuery query, int k) {
    return CompletableFuture.supplyAsync(() -> batched.rank(query, k), callers);
  }

  private static long done(List<CompletableFuture<Ranking>> answers) {
    return answers.stream().filter(CompletableFuture::isDone).count();
  }

  private RetrievalQuery query(Random random) {
    int[] history = random.ints(random.nextInt(6), 0, 48).distinct().toArray();
    int[] excluded = random.ints(random.nextInt(20), 0, 48).toArray();
    return RetrievalQuery.of(
        batched.scoring(), random.nextInt(27), history, new float[0], excluded);
  }

  private static void assertSame(String where, Ranking batched, Ranking alone) {
    assertThat(batched.size()).as(where).isEqualTo(alone.size());
    for (int rank = 0; rank < alone.size(); rank++) {
      assertThat(batched.score(rank)).as(where).isCloseTo(alone.score(rank), within(ROUNDING));
    }
  }
}
