package io.eddyline.learner.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LeadTest {
  private final Lead lead = new Lead(2, 3);

  @Test
  void isZeroBeforeAnythingIsSent() {
    lead.applied(0, 1, 40);

    assertThat(lead.of(0)).isZero();
    assertThat(lead.of(1)).isZero();
    assertThat(lead.total()).isZero();
  }

  @Test
  void countsFromTheFirstOffsetSent() {
    lead.sent(0, 1000);

    assertThat(lead.of(0)).isZero();

    lead.sent(0, 1010);

    assertThat(lead.of(0)).isEqualTo(10);
  }

  @Test
  void slowestItemPartitionDecides() {
    lead.sent(0, 0);
    lead.sent(0, 100);
    lead.applied(0, 0, 100);
    lead.applied(1, 0, 60);
    lead.applied(2, 0, 90);

    assertThat(lead.of(0)).isEqualTo(40);
  }

  @Test
  void isZeroOnceAllIsApplied() {
    lead.sent(1, 0);
    lead.sent(1, 7);
    for (int item = 0; item < 3; item++) {
      lead.applied(item, 1, 7);
    }

    assertThat(lead.of(1)).isZero();
  }

  @Test
  void lateWordChangesNothing() {
    lead.sent(0, 0);
    lead.sent(0, 50);
    lead.sent(0, 20);
    for (int item = 0; item < 3; item++) {
      lead.applied(item, 0, 45);
      lead.applied(item, 0, 30);
    }

    assertThat(lead.of(0)).isEqualTo(5);
  }

  @Test
  void appliedBeyondWhatWasSentIsNoLead() {
    lead.sent(0, 10);
    for (int item = 0; item < 3; item++) {
      lead.applied(item, 0, 25);
    }

    assertThat(lead.of(0)).isZero();
  }

  @Test
  void totalAddsUserPartitions() {
    lead.sent(0, 0);
    lead.sent(0, 4);
    lead.sent(1, 10);
    lead.sent(1, 13);

    assertThat(lead.total()).isEqualTo(7);
  }

  @Test
  void ignoresPartitionsThatDoNotExist() {
    lead.sent(0, 0);
    lead.sent(0, 4);
    lead.applied(3, 0, 4);
    lead.applied(0, 2, 4);

    assertThat(lead.of(0)).isEqualTo(4);
    assertThat(lead.of(1)).isZero();
  }

  @Test
  void whatAnAbortedCommitHadSentHoldsNobodyBack() {
    lead.starts(0, 100);
    lead.sent(0, 700);

    lead.starts(0, 100);

    assertThat(lead.of(0)).isZero();
  }

  @Test
  void aPartitionThatComesBackWaitsForTheItemsOfBefore() {
    lead.starts(0, 100);
    lead.sent(0, 160);
    for (int item = 0; item < 3; item++) {
      lead.applied(item, 0, 130);
    }

    lead.starts(0, 150);

    assertThat(lead.of(0)).isEqualTo(20);
  }
}
