package io.eddyline.schemas.aeron;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many bytes of buffers the machine grants a UDP socket.
 *
 * <p>What is under way to a reader is at most its window, and the window at most the socket's
 * buffer: a reader whose thread is not on a processor for longer than it takes to fill it holds the
 * sender up.
 *
 * @param sending bytes, at most those asked for
 * @param receiving bytes, at most those asked for
 */
record SocketBuffers(int sending, int receiving) {
  private static final Logger LOG = LoggerFactory.getLogger(SocketBuffers.class);

  /** What is granted of so many bytes each. */
  static SocketBuffers granted(int bytes) {
    try (DatagramChannel channel = DatagramChannel.open()) {
      SocketBuffers granted =
          new SocketBuffers(
              granted(channel, StandardSocketOptions.SO_SNDBUF, bytes),
              granted(channel, StandardSocketOptions.SO_RCVBUF, bytes));
      if (granted.sending < bytes || granted.receiving < bytes) {
        LOG.info(
            "udp sockets get {} bytes to send and {} to receive of {}: net.core.wmem_max and"
                + " net.core.rmem_max of the machine grant no more, so that deltas wait sooner for"
                + " readers that have no processor",
            granted.sending,
            granted.receiving,
            bytes);
      }
      return granted;
    } catch (IOException e) {
      throw new UncheckedIOException("no udp socket can be opened", e);
    }
  }

  private static int granted(DatagramChannel channel, SocketOption<Integer> option, int bytes)
      throws IOException {
    channel.setOption(option, bytes);
    return Math.min(bytes, channel.getOption(option));
  }
}
