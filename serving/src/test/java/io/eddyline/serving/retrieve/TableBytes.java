package io.eddyline.serving.retrieve;

import io.eddyline.schemas.snapshot.RaggedInts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/** Tables as the bytes of a version's files. */
final class TableBytes {
  private TableBytes() {}

  static byte[] floats(float[]... table) {
    int count = IntStream.range(0, table.length).map(row -> table[row].length).sum();
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : table) {
      for (float value : row) {
        bytes.putFloat(value);
      }
    }
    return bytes.array();
  }

  static byte[] halves(float[][] table) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Short.BYTES * table.length * table[0].length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : table) {
      for (float value : row) {
        bytes.putShort(Float.floatToFloat16(value));
      }
    }
    return bytes.array();
  }

  static byte[] ints(int[][] table) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Integer.BYTES * table.length * table[0].length)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int[] row : table) {
      for (int value : row) {
        bytes.putInt(value);
      }
    }
    return bytes.array();
  }

  static byte[] ragged(List<int[]> lists) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RaggedInts.write(lists, out);
    return out.toByteArray();
  }
}
