package io.eddyline.k8s.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that were free a moment ago, for processes that must keep theirs over a restart.
 *
 * <p>They lie below the range from which the system takes the ports of outgoing connections: no
 * client takes the port of a server that is away, not even one that tries to reach it.
 *
 * <p>Threading: one thread.
 */
public final class FreePorts {
  private static final int LOWEST = 15_000;
  private static final int HIGHEST = 32_000;

  private final Set<Integer> given = new HashSet<>();

  /** A port that this object has not given before. */
  public int next() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (given.add(port) && isFree(port)) {
        return port;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
