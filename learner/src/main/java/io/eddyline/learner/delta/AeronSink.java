package io.eddyline.learner.delta;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.exceptions.RegistrationException;
import io.eddyline.schemas.aeron.AeronLink;
import io.eddyline.schemas.aeron.DeltaChannels;
import io.eddyline.schemas.aeron.DeltaTransport;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import org.agrona.DirectBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The process's one publication, opened anew with each client of the link.
 *
 * <p>Threading: the agent's.
 */
final class AeronSink implements DeltaSink {
  /* A row that does not go in one datagram goes in several. */
  private static final int USUAL_PAYLOAD_BYTES = 1_376;

  private final AeronLink link;
  private final String channel;
  private final int streamId;
  private final boolean isShared;
  private final DeltaConfig config;
  private @Nullable ExclusivePublication publication;

  /**
   * @param streamId of the model
   * @throws EddylineException (STOP) if the control address cannot be had
   */
  AeronSink(AeronLink link, DeltaConfig config, int streamId) {
    this.link = link;
    this.streamId = streamId;
    this.config = config;
    this.isShared = link.config().transport() == DeltaTransport.IPC;
    this.channel =
        isShared
            ? DeltaChannels.ipc(link.config())
            : DeltaChannels.publication(link.config(), config.controlEndpoint());
    reopen();
  }

  /** What readers ask at; empty if only who shares the driver can hear. */
  String controlEndpoint() {
    return isShared ? "" : config.controlEndpoint();
  }

  private ExclusivePublication open(Aeron client) {
    try {
      return client.addExclusivePublication(channel, streamId);
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
    ExclusivePublication open = publication;
    if (open == null || open.isClosed()) {
      reopen();
      open = publication;
    }
    return open != null && open.isConnected();
  }

  @Override
  public int maxPayloadLength() {
    ExclusivePublication open = publication;
    return open == null ? USUAL_PAYLOAD_BYTES : open.maxPayloadLength();
  }

  @Override
  public int maxMessageLength() {
    ExclusivePublication open = publication;
    return open == null ? Integer.MAX_VALUE : open.maxMessageLength();
  }

  @Override
  public long offer(DirectBuffer buffer, int offset, int length) {
    ExclusivePublication open = publication;
    return open == null ? Publication.NOT_CONNECTED : open.offer(buffer, offset, length);
  }

  @Override
  public void reopen() {
    close();
    Aeron client = link.client();
    publication = client == null ? null : open(client);
  }

  @Override
  public void close() {
    ExclusivePublication open = publication;
    if (open != null) {
      open.close();
      publication = null;
    }
  }
}
