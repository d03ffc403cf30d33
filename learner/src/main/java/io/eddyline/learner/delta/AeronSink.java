package io.eddyline.learner.delta;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
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
  private final int streamId;
  private final boolean isShared;
  private final DeltaConfig config;
  private ExclusivePublication publication;

  /**
   * @throws io.aeron.exceptions.RegistrationException if the control address cannot be had
   */
  AeronSink(AeronLink link, DeltaConfig config, int streamId) {
    this.streamId = streamId;
    this.aeron = link.client();
    this.config = config;
    this.isShared = link.config().transport() == DeltaTransport.IPC;
    this.channel =
        isShared
            ? DeltaChannels.ipc(link.config())
            : DeltaChannels.publication(link.config(), config.controlEndpoint());
    this.publication = open();
  }

  /** What readers ask at; empty if only who shares the driver can hear. */
  String controlEndpoint() {
    return isShared ? "" : config.controlEndpoint();
  }

  private ExclusivePublication open() {
    return aeron.addExclusivePublication(channel, streamId);
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
