package io.eddyline.schemas.aeron;

import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.eddyline.schemas.topic.TopicCatalogue;

/**
 * The channels of the delta stream, and the stream of each model.
 *
 * <pre>
 *   ipc   aeron:ipc
 *   udp   publication    control-mode=dynamic, control=LEARNER:PORT
 *         subscription   control-mode=dynamic, control=LEARNER:PORT, endpoint=OWN:PORT
 * </pre>
 *
 * <p>Over UDP the flow is that of the fastest reader: a slow one loses messages, which it sees and
 * makes up for from the log; it never holds the learner or the others back.
 */
public final class DeltaChannels {
  static final int STREAM_ID = 7301;

  private DeltaChannels() {}

  /** The stream of a model's rows, so that two models share a driver and are not mixed. */
  public static int streamId(String model) {
    return model.equals(TopicCatalogue.MAIN_MODEL)
        ? STREAM_ID
        : STREAM_ID + 1 + Math.floorMod(model.hashCode(), Integer.MAX_VALUE - STREAM_ID - 1);
  }

  /** Within one driver, for both ends. */
  public static String ipc(AeronConfig config) {
    return new ChannelUriStringBuilder()
        .media(CommonContext.IPC_MEDIA)
        .termLength(config.termBytes())
        .build();
  }

  /**
   * What a learner sends on.
   *
   * @param control {@code host:port} that readers ask at
   */
  public static String publication(AeronConfig config, String control) {
    return new ChannelUriStringBuilder()
        .media(CommonContext.UDP_MEDIA)
        .controlMode(CommonContext.MDC_CONTROL_MODE_DYNAMIC)
        .controlEndpoint(control)
        .termLength(config.termBytes())
        .flowControl("max")
        .build();
  }

  /**
   * What a reader of one learner listens on.
   *
   * @param control the learner's, as it announced it
   * @param endpoint {@code host:port} of the reader; port 0 takes a free one
   */
  public static String subscription(String control, String endpoint) {
    return new ChannelUriStringBuilder()
        .media(CommonContext.UDP_MEDIA)
        .controlMode(CommonContext.MDC_CONTROL_MODE_DYNAMIC)
        .controlEndpoint(control)
        .endpoint(endpoint)
        .build();
  }
}
