package io.eddyline.client;

import org.jspecify.annotations.Nullable;

/**
 * An item of a session.
 *
 * @param weight factor of its part in the query; null is 1
 */
public record SessionItem(String itemId, @Nullable Double weight) {
  /** An item of the usual weight. */
  public static SessionItem of(String itemId) {
    return new SessionItem(itemId, null);
  }
}
