package io.eddyline.client;

/** A call that came to no answer: the server is not there, too slow, or no server of ours. */
public final class CallFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  CallFailedException(String message, Throwable cause) {
    super(message, cause);
  }
}
