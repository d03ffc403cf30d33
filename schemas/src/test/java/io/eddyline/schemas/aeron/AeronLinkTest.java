package io.eddyline.schemas.aeron;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.eddyline.schemas.config.RecordSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AeronLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void carriesAMessageThroughItsOwnDriverAndLeavesNothingBehind() {
    AeronConfig config = AeronConfig.inProcess();
    Path folder;
    try (AeronLink link = AeronLink.open(config)) {
      Aeron client = requireNonNull(link.client());
      folder = Path.of(client.context().aeronDirectoryName());
      String channel = DeltaChannels.ipc(config);
      try (Subscription subscription = client.addSubscription(channel, DeltaChannels.STREAM_ID);
          Publication publication = client.addPublication(channel, DeltaChannels.STREAM_ID)) {
        assertThat(carries(publication, subscription, 42)).isEqualTo(42);
      }
    }
    assertThat(Files.exists(folder)).isFalse();
  }

  @Test
  void twoReadersHearALearnerThatTheyAskAtItsControlAddress() {
    AeronConfig config = udp(Map.of());
    try (AeronLink learner = AeronLink.open(config);
        AeronLink reader = AeronLink.open(config);
        Publication publication =
            requireNonNull(learner.client())
                .addPublication(
                    DeltaChannels.publication(config, "127.0.0.1:0"), DeltaChannels.STREAM_ID)) {
      Awaitility.await().atMost(LIMIT).until(() -> !publication.localSocketAddresses().isEmpty());
      String control = publication.localSocketAddresses().getFirst();
      String channel = DeltaChannels.subscription(control, "127.0.0.1:0");
      try (Subscription near =
              requireNonNull(learner.client()).addSubscription(channel, DeltaChannels.STREAM_ID);
          Subscription far =
              requireNonNull(reader.client()).addSubscription(channel, DeltaChannels.STREAM_ID)) {
        assertThat(carries(publication, near, 1)).isEqualTo(1);
        assertThat(carries(publication, far, 2)).isGreaterThan(0);
      }
    }
  }

  @Test
  void driverTakesTheBuffersThatTheMachineGrants() {
    SocketBuffers few = SocketBuffers.granted(65_536);
    assertThat(few).isEqualTo(new SocketBuffers(65_536, 65_536));
    SocketBuffers most = SocketBuffers.granted(1 << 30);
    assertThat(most.sending()).isBetween(65_536, 1 << 30);
    assertThat(most.receiving()).isBetween(65_536, 1 << 30);
    try (AeronLink link = AeronLink.open(udp(Map.of("socket-buffer-bytes", "1073741824")))) {
      assertThat(link.client()).as("a window above the buffer would be refused").isNotNull();
    }
  }

  private static AeronConfig udp(Map<String, String> settings) {
    return RecordSettings.bind(AeronConfig.class, settings);
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
  void waitsForADriverAndFindsTheNextOneWhenItsOwnIsKilled(@TempDir Path root) throws Exception {
    Path folder = root.resolve("driver");
    AeronConfig config =
        udp(
            Map.of(
                "embedded-driver",
                "false",
                "directory",
                folder.toString(),
                "driver-timeout-ms",
                "2000"));
    try (AeronLink link = AeronLink.open(config)) {
      assertThat(link.isConnected()).isFalse();

      try (DriverProcess _ = DriverProcess.start(folder)) {
        Awaitility.await().atMost(LIMIT).until(link::isConnected);
      }
      Awaitility.await().atMost(LIMIT).until(() -> !link.isConnected());

      try (DriverProcess _ = DriverProcess.start(folder)) {
        Awaitility.await().atMost(LIMIT).until(link::isConnected);
        assertThat(carriesThrough(link)).isEqualTo(7);
      }
      assertThat(link.losses()).isEqualTo(1);
    }
  }

  @Test
  void startsAnotherDriverWhenItsOwnFails() {
    try (AeronLink link = AeronLink.open(AeronConfig.inProcess())) {
      Aeron first = requireNonNull(link.client());
      assertThat(carriesThrough(link)).isEqualTo(7);

      link.failDriver();

      Awaitility.await().atMost(LIMIT).until(() -> link.isConnected() && link.client() != first);
      assertThat(first.isClosed()).isTrue();
      assertThat(carriesThrough(link)).isEqualTo(7);
    }
  }

  private static int carriesThrough(AeronLink link) {
    Aeron client = requireNonNull(link.client());
    String channel = DeltaChannels.ipc(link.config());
    try (Subscription subscription = client.addSubscription(channel, DeltaChannels.STREAM_ID);
        Publication publication = client.addPublication(channel, DeltaChannels.STREAM_ID)) {
      return carries(publication, subscription, 7);
    }
  }

  @Test
  void refusesSettingsThatCannotWork() {
    assertThatThrownBy(() -> udp(Map.of("embedded-driver", "false")))
        .hasMessageContaining("aeron.directory is empty");
    assertThatThrownBy(() -> udp(Map.of("term-bytes", "100000")))
        .hasMessageContaining("aeron.term-bytes 100000")
        .hasMessageContaining("power of two");
  }
}
