package io.eddyline.learner.delta;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.eddyline.schemas.aeron.AeronConfig;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaTransport;
import org.agrona.DirectBuffer;

/**
 * The process's one publication.
 *
 * <p>Threading: the agent's.
 */
final class AeronSink implements DeltaSink {
  private final Aeron aeron;
  private final String channel;
  private ExclusivePublication publication;

  /**
   * @throws io.aeron.exceptions.RegistrationException if the control address cannot be had
   */
  AeronSink(AeronLink link, DeltaConfig config) {
    this.aeron = link.client();
    this.channel = channel(link.config(), config);
    this.publication = open();
  }

  private static String channel(AeronConfig aeron, DeltaConfig config) {
    return aeron.transport() == DeltaTransport.IPC
        ? DeltaChannels.ipc(aeron)
        : DeltaChannels.publication(aeron, config.controlEndpoint());
  }

  private ExclusivePublication open() {
    return aeron.addExclusivePublication(channel, DeltaChannels.STREAM_ID);
  }

  @Override
  public boolean isConnected() {
    return publication.isConnected();
  }

  @Override
  public int maxPayloadLength() {
    return publication.maxPayloadLength();
  }

  @Override
  public long offer(DirectBuffer buffer, int offset, int length) {
    return publication.offer(buffer, offset, length);
  }

  @Override
  public void reopen() {
    publication.close();
    publication = open();
  }

  @Override
  public void close() {
    publication.close();
  }
}
