package io.eddyline.k8s.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.eddyline.learner.agent.RetryingAgent;
import io.eddyline.learner.agent.Work;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThreadDeathsTest {
  private final List<RuntimeException> ends = Collections.synchronizedList(new ArrayList<>());

  @Test
  void anErrorEndsTheProcessAndAnExceptionDoesNot() throws Exception {
    try (ThreadDeaths _ = ThreadDeaths.watch(ends::add)) {
      die("first", new IllegalStateException("one connection less"));
      assertThat(ends).isEmpty();
      die("second", new StackOverflowError("too deep"));
    }
    assertThat(ends)
        .singleElement()
        .satisfies(
            end ->
                assertThat(end)
                    .hasMessage("thread second died of java.lang.StackOverflowError: too deep"));
  }

  @Test
  void afterwardsThreadsAreWhoseTheyWere() {
    var before = Thread.getDefaultUncaughtExceptionHandler();
    ThreadDeaths.watch(ends::add).close();
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(before);
  }

  @Test
  void aBuilderWhoseThreadDiesEndsItsProcess() {
    Work broken =
        new Work() {
          @Override
          public void start() {}

          @Override
          public void doWork() {
            throw new NoClassDefFoundError("gone");
          }

          @Override
          public void close() {}
        };
    try (ThreadDeaths _ = ThreadDeaths.watch(ends::add);
        RetryingAgent agent =
            new RetryingAgent(
                "eddyline-snapshots", broken, new SimpleMeterRegistry().counter("failures"))) {
      agent.start();
      await()
          .dontCatchUncaughtExceptions() // its handler would take the place of the one tested
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(ends)
                      .singleElement()
                      .satisfies(end -> assertThat(end).hasMessageContaining("gone")));
    }
  }

  private static void die(String name, Throwable cause) throws InterruptedException {
    Thread thread =
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  if (cause instanceof Error error) {
                    throw error;
                  }
                  throw (RuntimeException) cause;
                });
    thread.join();
  }
}
