package io.eddyline.learner.agent;

import java.io.IOException;

/**
 * What an agent does again and again.
 *
 * <p>Threading: the agent's thread alone.
 */
public interface Work extends AutoCloseable {
  /** Before the first turn; comes again if it fails. */
  void start() throws IOException;

  /** One turn. */
  void doWork() throws IOException;

  @Override
  void close();
}
