package io.eddyline.serving.http;

import io.eddyline.schemas.token.EventToken;

/**
 * What of its own events a client wants an answer to have.
 *
 * @param token of the events
 * @param waitMs how long the answer may wait for them
 */
record ReadAfter(EventToken token, int waitMs) {
  static final String TOKEN = "after";
  static final String WAIT_MS = "wait_ms";
  static final int DEFAULT_WAIT_MS = 200;
}
