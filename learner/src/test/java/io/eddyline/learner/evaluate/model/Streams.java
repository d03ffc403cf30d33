package io.eddyline.learner.evaluate.model;

/** Streams for tests of single models. */
final class Streams {
  private Streams() {}

  static StreamShape shape(int userCount, int itemCount, long eventCount) {
    return new StreamShape(
        userCount,
        itemCount,
        eventCount,
        new UserItems(userCount),
        user -> "u" + user,
        item -> "i" + item);
  }

  /** Trains positives of weight 1, each a user and an item, and keeps the users' items. */
  static void train(StreamingModel model, StreamShape shape, int[][] events) {
    for (int event = 0; event < events.length; event++) {
      model.train(events[event][0], events[event][1], 1, event);
      shape.userItems().add(events[event][0], events[event][1]);
    }
  }

  static float[] scores(StreamingModel model, int user, int candidates) {
    float[] scores = new float[candidates];
    model.score(user, candidates, scores);
    return scores;
  }
}
