package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.eddyline.schemas.record.RowProgress;
import org.junit.jupiter.api.Test;

final class AppliedOffsetsTest {
  private static final ByteString TOPIC = ByteString.copyFromUtf8("one topic");
  private static final ByteString ANOTHER = ByteString.copyFromUtf8("another");

  private final AppliedOffsets applied = new AppliedOffsets();

  @Test
  void takesEveryOffsetOnce() {
    assertThat(applied.startInput(0)).isTrue();
    assertThat(applied.startInput(0)).isFalse();
    assertThat(applied.startInput(3)).isTrue();
    assertThat(applied.startInput(2)).isFalse();
    assertThat(applied.input()).isEqualTo(3);
  }

  @Test
  void passesOverWhatTheRestoredRowsHave() {
    applied.restore(progress(TOPIC), TOPIC);

    assertThat(applied.startInput(41)).isFalse();
    assertThat(applied.startInput(42)).isFalse();
    assertThat(applied.startInput(43)).isTrue();
  }

  @Test
  void readsATopicThatWasMadeAnewFromItsBeginning() {
    applied.restore(progress(ANOTHER), TOPIC);

    assertThat(applied.startInput(0)).isTrue();
  }

  @Test
  void takesAMarkWithoutATopicForOneOfTheTopicAtHand() {
    applied.restore(progress(ByteString.EMPTY), TOPIC);

    assertThat(applied.startInput(42)).isFalse();
  }

  @Test
  void savesTheMarkWithItsTopic() {
    applied.restore(progress(ANOTHER), TOPIC);
    applied.startInput(5);
    RowProgress.Builder saved = RowProgress.newBuilder();
    applied.save(saved);

    assertThat(saved.getAppliedInputOffset()).isEqualTo(5);
    assertThat(saved.getAppliedInputTopic()).isEqualTo(TOPIC);
    assertThat(saved.getAppliedSourceOffsetsMap()).containsEntry(1, 17L);
  }

  private static RowProgress progress(ByteString topic) {
    return RowProgress.newBuilder()
        .setAppliedInputOffset(42)
        .setAppliedInputTopic(topic)
        .putAppliedSourceOffsets(1, 17)
        .build();
  }
}
