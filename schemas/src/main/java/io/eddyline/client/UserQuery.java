package io.eddyline.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a user's list is asked for; null leaves it to the server.
 *
 * @param limit items to answer
 * @param offset items to skip
 * @param exclude items that must not be answered; ids without commas
 * @param excludeSeen leaves out what the user already has
 * @param filter items must pass it
 * @param next cursor of the page before
 * @param diversity 0 to 1: how unlike each other the items shall be
 * @param explore 0 to 1: how much chance orders them
 * @param minRelevance 0 to 1: leaves out what is less relevant
 * @param explain says what the scores are made of
 * @param after token of an {@link Accepted} whose events the answer shall have
 * @param waitMs how long the answer may wait for them
 */
public record UserQuery(
    @Nullable Integer limit,
    @Nullable Integer offset,
    @Nullable List<String> exclude,
    @Nullable Boolean excludeSeen,
    @Nullable String filter,
    @Nullable String next,
    @Nullable Double diversity,
    @Nullable Double explore,
    @Nullable Double minRelevance,
    @Nullable Boolean explain,
    @Nullable String after,
    @Nullable Integer waitMs) {
  /** The first items. */
  public static UserQuery first(int limit) {
    return new UserQuery(limit, null, null, null, null, null, null, null, null, null, null, null);
  }

  /** The same list with what the user already has. */
  public UserQuery withSeen() {
    return new UserQuery(
        limit,
        offset,
        exclude,
        false,
        filter,
        next,
        diversity,
        explore,
        minRelevance,
        explain,
        after,
        waitMs);
  }

  /** The same list, with the events of a token; null lets the server say how long it waits. */
  public UserQuery reading(String token, @Nullable Integer atMostMs) {
    return new UserQuery(
        limit,
        offset,
        exclude,
        excludeSeen,
        filter,
        next,
        diversity,
        explore,
        minRelevance,
        explain,
        token,
        atMostMs);
  }

  /** The page behind an answer. */
  public UserQuery after(Recommendation answer) {
    return new UserQuery(
        limit,
        null,
        exclude,
        excludeSeen,
        filter,
        answer.next(),
        diversity,
        explore,
        minRelevance,
        explain,
        after,
        waitMs);
  }
}
