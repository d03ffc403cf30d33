package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Versions that cannot be brought up to date at first. */
@SuppressWarnings("NullAway.Init") // set before the test
class FailedNewsTest {
  @TempDir Path root;
  private OrderedModels it;

  @BeforeEach
  void putVersions() throws Exception {
    it = new OrderedModels(root);
  }

  @AfterEach
  void close() {
    it.close();
  }

  /** As where the name of the broker does not resolve. */
  private static final class FailingTwice implements VersionFeed {
    private final Queue<LoadedModel> failed = new ConcurrentLinkedQueue<>();
    private final Queue<LoadedModel> closed = new ConcurrentLinkedQueue<>();

    @Override
    public void follow(LoadedModel model) {
      if (failed.size() < 2) {
        failed.add(model);
        throw new KafkaException("no resolvable bootstrap urls");
      }
    }

    @Override
    public void closed(LoadedModel model) {
      closed.add(model);
    }
  }

  @Test
  void aVersionThatNewsCannotFollowIsClosedAndTriedAgain() {
    FailingTwice news = new FailingTwice();
    it.start(news);
    it.awaitServed("active 4");
    assertThat(it.gauge("eddyline.serving.model.loaded")).isEqualTo(1);
    assertThat(news.closed).hasSize(2).containsExactlyElementsOf(news.failed);
    assertThat(news.failed).allMatch(LoadedModel::isClosed);
  }
}
