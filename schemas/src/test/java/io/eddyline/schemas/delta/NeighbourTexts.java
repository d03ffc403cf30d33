package io.eddyline.schemas.delta;

import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;

/** Packed neighbours as texts: how many, then each. */
final class NeighbourTexts implements PackedNeighbours.Reader {
  private final UnsafeBuffer list;
  private final List<String> texts = new ArrayList<>();

  private NeighbourTexts(UnsafeBuffer list) {
    this.list = list;
  }

  static List<String> of(UnsafeBuffer list) {
    NeighbourTexts reader = new NeighbourTexts(list);
    PackedNeighbours.read(list, reader);
    return reader.texts;
  }

  @Override
  public void begin(int number) {
    texts.add("of " + number);
  }

  @Override
  public void read(int index, int from, int idBytes, float count) {
    String id = list.getStringWithoutLengthUtf8(from, idBytes);
    texts.add("%d %s %s".formatted(index, id, count));
  }
}
