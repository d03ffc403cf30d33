package io.eddyline.learner.image;

/**
 * What an image is the state of.
 *
 * @param store name of the store
 * @param topic the store's changelog
 * @param partition of the changelog
 * @param topicId tells the changelog from one of the same name that is made anew
 * @param offset the last record of the changelog that is in the image
 * @param writtenAtMs milliseconds since 1970
 * @param settings on which the meaning of the columns depends, for people too
 */
public record ImageHeader(
    String store,
    String topic,
    int partition,
    String topicId,
    long offset,
    long writtenAtMs,
    String settings) {

  void write(ColumnWriter out) {
    out.putText(store);
    out.putText(topic);
    out.putInt(partition);
    out.putText(topicId);
    out.putLong(offset);
    out.putLong(writtenAtMs);
    out.putText(settings);
  }

  static ImageHeader read(ColumnReader in) {
    return new ImageHeader(
        in.getText(),
        in.getText(),
        in.getInt(),
        in.getText(),
        in.getLong(),
        in.getLong(),
        in.getText());
  }
}
