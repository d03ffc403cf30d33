package io.eddyline.learner.snapshot.gate;

/** A user's choice of an item that no version in question was trained on. */
public record FreshInteraction(String userId, String itemId) {}
