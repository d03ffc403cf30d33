package io.eddyline.client;

import org.jspecify.annotations.Nullable;

/**
 * What part of a list is asked for; null leaves it to the server.
 *
 * @param limit items to answer
 * @param offset items to skip
 * @param filter items must pass it
 * @param next cursor of the page before
 */
public record ListQuery(
    @Nullable Integer limit,
    @Nullable Integer offset,
    @Nullable String filter,
    @Nullable String next) {
  /** The first items. */
  public static ListQuery first(int limit) {
    return new ListQuery(limit, null, null, null);
  }
}
