package io.eddyline.learner.delta;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.exceptions.RegistrationException;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaTransport;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
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
   * @param streamId of the model
   * @throws EddylineException (STOP) if the control address cannot be had
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
    try {
      return aeron.addExclusivePublication(channel, streamId);
    } catch (RegistrationException e) {
      throw new EddylineException(
          Action.STOP,
          "learner.delta.control-port %d on %s is not to be had: give each learner of a machine its own"
                  .formatted(config.controlPort(), config.host())
              + " (%s)".formatted(e.getMessage()),
          e);
    }
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
