package io.eddyline.learner.evaluate.model;

import java.util.function.IntFunction;

/**
 * What a model may know of a stream before its first event: sizes for its arrays, how many events
 * come, and the ids behind the numbers.
 *
 * @param userItems the items of every user so far; the protocol keeps it
 */
public record StreamShape(
    int userCount,
    int itemCount,
    long eventCount,
    UserItems userItems,
    IntFunction<String> userId,
    IntFunction<String> itemId) {}
