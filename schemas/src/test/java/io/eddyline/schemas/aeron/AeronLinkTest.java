package io.eddyline.schemas.aeron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Publication;
import io.aeron.Subscription;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class AeronLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @Test
  void carriesAMessageThroughItsOwnDriverAndLeavesNothingBehind() {
    AeronConfig config = AeronConfig.inProcess();
    Path folder;
    try (AeronLink link = AeronLink.open(config)) {
      folder = Path.of(link.directory());
      String channel = DeltaChannels.ipc(config);
      try (Subscription subscription =
              link.client().addSubscription(channel, DeltaChannels.STREAM_ID);
          Publication publication =
              link.client().addPublication(channel, DeltaChannels.STREAM_ID)) {
        assertThat(carries(publication, subscription, 42)).isEqualTo(42);
      }
    }
    assertThat(Files.exists(folder)).isFalse();
  }

  @Test
  void twoReadersHearALearnerThatTheyAskAtItsControlAddress() {
    AeronConfig config = new AeronConfig(DeltaTransport.UDP, true, "", 1 << 16);
    try (AeronLink learner = AeronLink.open(config);
        AeronLink reader = AeronLink.open(config);
        Publication publication =
            learner
                .client()
                .addPublication(
                    DeltaChannels.publication(config, "127.0.0.1:0"), DeltaChannels.STREAM_ID)) {
      Awaitility.await().atMost(LIMIT).until(() -> !publication.localSocketAddresses().isEmpty());
      String control = publication.localSocketAddresses().getFirst();
      String channel = DeltaChannels.subscription(control, "127.0.0.1:0");
      try (Subscription near = learner.client().addSubscription(channel, DeltaChannels.STREAM_ID);
          Subscription far = reader.client().addSubscription(channel, DeltaChannels.STREAM_ID)) {
        assertThat(carries(publication, near, 1)).isEqualTo(1);
        assertThat(carries(publication, far, 2)).isGreaterThan(0);
      }
    }
  }

  /* The value that comes, sent until one does. */
  private static int carries(Publication publication, Subscription subscription, int value) {
    UnsafeBuffer buffer = new UnsafeBuffer(new byte[Integer.BYTES]);
    buffer.putInt(0, value);
    int[] come = {0};
    Awaitility.await()
        .atMost(LIMIT)
        .until(
            () -> {
              long _ = publication.offer(buffer);
              int _ = subscription.poll((bytes, offset, _, _) -> come[0] = bytes.getInt(offset), 1);
              return come[0] != 0;
            });
    return come[0];
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(() -> new AeronConfig(DeltaTransport.UDP, false, "", 1 << 16))
        .hasMessageContaining("aeron.directory is empty");
    assertThatThrownBy(() -> new AeronConfig(DeltaTransport.UDP, true, "", 100_000))
        .hasMessageContaining("aeron.term-bytes 100000")
        .hasMessageContaining("power of two");
  }
}
