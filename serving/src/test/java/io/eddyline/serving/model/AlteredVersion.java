package io.eddyline.serving.model;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.eddyline.schemas.snapshot.ReadPolicy;
import io.eddyline.serving.GoldenStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** A golden version that a test makes wrong. */
final class AlteredVersion {
  final GoldenStore golden;
  final Path folder;

  AlteredVersion(Path root) throws Exception {
    golden = new GoldenStore(root);
    folder = golden.put(2, 2);
  }

  List<Path> files() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.sorted().toList();
    }
  }

  void edit(String name, Consumer<ByteBuffer> change) throws Exception {
    byte[] bytes = Files.readAllBytes(folder.resolve(name));
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    GoldenStore.replace(folder, name, bytes);
  }

  void assertRefused(ReadPolicy policy, RefusalReason reason, String detail) {
    assertThatExceptionOfType(ModelRefusedException.class)
        .isThrownBy(() -> load(policy))
        .withMessageContaining(detail)
        .extracting(ModelRefusedException::reason)
        .isEqualTo(reason);
  }

  LoadedModel load(ReadPolicy policy) throws IOException {
    return new ModelLoader(golden.store().demanding(policy), Inference.INLINE)
        .load(new ModelVersion(GoldenStore.MODEL, 2, null), LoadPace.UNLIMITED);
  }
}
