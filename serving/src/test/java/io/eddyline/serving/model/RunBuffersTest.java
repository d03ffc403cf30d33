package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.Buffer;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Inputs and outputs of runs lie where ONNX Runtime takes them as they are, and stay there. */
class RunBuffersTest {
  private static final int DIMENSION = 8;

  @Test
  void runsWithinTheRoomOfEarlierOnesUseTheSameMemory() {
    RunBuffers buffers = new RunBuffers(DIMENSION);
    buffers.fill(queries(16), 100);
    Set<Buffer> first = memory(buffers);
    assertThat(first).hasSize(8).allMatch(Buffer::isDirect);
    for (int count = 16; count > 0; count--) {
      buffers.fill(queries(count), 100 / count);
      assertThat(memory(buffers)).isEqualTo(first);
      assertThat(buffers.rows().limit()).isEqualTo(count * (100 / count));
      assertThat(buffers.vectors().limit()).isEqualTo(count * DIMENSION);
    }
  }

  @Test
  void whatAnEarlierRunLeftIsOverwritten() {
    RunBuffers buffers = new RunBuffers(DIMENSION);
    buffers.fill(queries(2), 5);
    RetrievalQuery bare =
        RetrievalQuery.with(0, null, new int[0], new float[0], new float[0], new int[0]);
    buffers.fill(List.of(queries(1).getFirst(), bare), 5);
    assertThat(buffers.userRows().get(1)).isZero();
    for (int at = 0; at < DIMENSION; at++) {
      assertThat(buffers.vectors().get(DIMENSION + at)).isZero();
    }
    for (int slot = buffers.slots(); slot < 2 * buffers.slots(); slot++) {
      assertThat(buffers.history().get(slot)).isZero();
      assertThat(buffers.weights().get(slot)).isZero();
      assertThat(buffers.affinities().get(slot)).isZero();
    }
    for (int at = buffers.excluded(); at < 2 * buffers.excluded(); at++) {
      assertThat(buffers.exclusions().get(at)).isEqualTo(-1);
    }
  }

  /** Queries with a vector, three history items and four exclusions each. */
  private static List<RetrievalQuery> queries(int count) {
    float[] vector = {1, 2, 3, 4, 5, 6, 7, 8};
    float[] weights = {3, 2, 1};
    return Collections.nCopies(
        count,
        RetrievalQuery.with(
            7, vector, new int[] {4, 5, 6}, weights, weights, new int[] {8, 9, 10, 11}));
  }

  /** The buffers themselves: equal content is not the same memory. */
  private static Set<Buffer> memory(RunBuffers buffers) {
    Set<Buffer> memory = Collections.newSetFromMap(new IdentityHashMap<>());
    Stream.of(
            buffers.userRows(),
            buffers.vectors(),
            buffers.history(),
            buffers.weights(),
            buffers.affinities(),
            buffers.exclusions(),
            buffers.rows(),
            buffers.scores())
        .forEach(memory::add);
    return memory;
  }
}
