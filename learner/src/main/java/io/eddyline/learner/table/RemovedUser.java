package io.eddyline.learner.table;

/**
 * A user removed since the last commit.
 *
 * @param firstBlock first seen block that the log may hold
 * @param endBlock above the last one
 */
public record RemovedUser(String id, int firstBlock, int endBlock) {}
