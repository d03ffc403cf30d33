package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LearnerClientsTest {
  private static final String OF_STREAMS =
      "eddyline-learner-7f33aac8-c664-4939-8d55-4853d779f713-2";

  @Test
  void aProcessWithANameHasTheSameTransactionsAfterARestart() {
    assertThat(LearnerClients.transactionalId(OF_STREAMS, "learner-0"))
        .isEqualTo("eddyline-learner-learner-0-2")
        .isEqualTo(
            LearnerClients.transactionalId(
                OF_STREAMS.replace("7f33aac8", "00000000"), "learner-0"));
  }

  @Test
  void aProcessWithoutANameHasTheTransactionsThatStreamsGivesIt() {
    assertThat(LearnerClients.transactionalId(OF_STREAMS, "")).isEqualTo(OF_STREAMS);
  }

  @Test
  void aNameMayHoldWhatAPatternWouldTakeForAGroup() {
    assertThat(LearnerClients.transactionalId(OF_STREAMS, "a$1"))
        .isEqualTo("eddyline-learner-a$1-2");
  }
}
