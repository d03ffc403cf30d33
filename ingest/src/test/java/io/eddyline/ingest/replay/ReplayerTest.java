package io.eddyline.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReplayerTest {
  private static final int EVENTS = 1000;
  private static final int USERS = 37;

  private final List<ReplayEvent> published = Collections.synchronizedList(new ArrayList<>());
  private final List<CatalogueTitle> titles = Collections.synchronizedList(new ArrayList<>());
  private @TempDir Path folder;

  /** Keeps what it gets; every third call fails first. */
  private final class FlakySink implements EventSink {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public void publishTitles(List<CatalogueTitle> batch) {
      assertThat(published).isEmpty();
      titles.addAll(batch);
    }

    @Override
    public int publish(List<ReplayEvent> events) {
      if (calls.incrementAndGet() % 3 == 0) {
        throw new EddylineException(Action.RETRY, "busy");
      }
      published.addAll(events);
      return 1;
    }

    @Override
    public void close() {}
  }

  @Test
  void publishesEverythingInOrderOfEachUserAndTriesAgain() throws IOException {
    EventTable events = events();
    AtomicLong last = new AtomicLong();
    ReplayReport report;
    try (EventSink sink = new FlakySink()) {
      report =
          new Replayer(
                  new ReplayConfig(0, 20, 4, 60_000),
                  sink,
                  (done, total) -> last.accumulateAndGet(done, Math::max))
              .run(events, List.of(new CatalogueTitle("i", "t", List.of(), null)));
    }
    assertThat(titles).hasSize(1);
    assertThat(last).hasValue(EVENTS);
    assertThat(report.retries()).isPositive();
    assertThat(report.acceptedEvents() + report.refusedEvents()).isEqualTo(EVENTS);
    assertThat(report.refusedEvents()).isPositive();
    for (int user = 0; user < USERS; user++) {
      String id = "u" + user;
      assertThat(published.stream().map(ReplayEvent::event).filter(e -> e.userId().equals(id)))
          .containsExactlyElementsOf(events.stream().filter(e -> e.userId().equals(id)).toList());
    }
  }

  @Test
  void givesTheSameIdsInEveryReplay() throws IOException {
    EventTable once = events();
    EventTable again = events();
    assertThat(ids(once)).isEqualTo(ids(again)).doesNotHaveDuplicates().hasSize(EVENTS);
  }

  @Test
  void stopsWhenTheReceiverRefusesACall() throws IOException {
    EventTable events = events();
    EventSink sink =
        new EventSink() {
          @Override
          public void publishTitles(List<CatalogueTitle> batch) {}

          @Override
          public int publish(List<ReplayEvent> batch) {
            throw new EddylineException(Action.STOP, "no such path");
          }

          @Override
          public void close() {}
        };
    Replayer replayer = new Replayer(ReplayConfig.atRate(0), sink, (done, total) -> {});
    assertThatThrownBy(() -> replayer.run(events, List.of())).hasMessage("no such path");
  }

  private static List<String> ids(EventTable events) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      ids.add(ReplayEvent.at(events, i).eventId());
    }
    return ids;
  }

  private EventTable events() throws IOException {
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < EVENTS; i++) {
      rows.append("u%d::i%d::3::%d\n".formatted(i % USERS, i, 978_300_000 + i * 7919 % 500));
    }
    Path file = Files.writeString(folder.resolve("ratings.dat"), rows);
    return DataSetReader.read(DataFormat.MOVIELENS, ReadOptions.none(), List.of(file)).events();
  }
}
