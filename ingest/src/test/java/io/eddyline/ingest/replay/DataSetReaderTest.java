package io.eddyline.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DataSetReaderTest {
  private @TempDir Path folder;

  @Test
  void readsMovieLensInTimeOrderWithTiesInFileOrder() throws IOException {
    var result =
        read(DataFormat.MOVIELENS, "2::b::5::978302000\n1::a::3::978301000\n1::c::4::978301000\n");
    assertThat(result.events())
        .containsExactly(
            new SourceEvent("1", "a", "rating", 978_301_000_000L, 3),
            new SourceEvent("1", "c", "rating", 978_301_000_000L, 4),
            new SourceEvent("2", "b", "rating", 978_302_000_000L, 5));
    assertThat(result.events().userCount()).isEqualTo(2);
  }

  @Test
  void readsTabsOfOldMovieLensAndHeaderOfNew() throws IOException {
    assertThat(read(DataFormat.MOVIELENS, "196\t242\t3\t881250949\n").events())
        .containsExactly(new SourceEvent("196", "242", "rating", 881_250_949_000L, 3));
    assertThat(
            read(
                    DataFormat.MOVIELENS_CSV,
                    "userId,movieId,rating,timestamp\r\n1,31,2.5,1260759144\r\n")
                .events())
        .containsExactly(new SourceEvent("1", "31", "rating", 1_260_759_144_000L, 2.5));
    assertThatThrownBy(() -> read(DataFormat.MOVIELENS_CSV, "1,31,2.5,1260759144\n"))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("userId,movieId,rating,timestamp");
  }

  @Test
  void countsBadRowsAndGoesOn() throws IOException {
    var result =
        read(
            DataFormat.MOVIELENS,
            """
            1::a::3::978301000
            1::a::3
            ::b::1::978301000
            1::c::x::978301000
            1::d::1::soon

            2::e::3::978301001
            """);
    assertThat(result.events()).hasSize(2);
    assertThat(result.report().badRows()).isEqualTo(4);
    assertThat(result.report().firstFaults())
        .hasSize(4)
        .first()
        .asString()
        .contains("line 2: 3 columns, expected 4");
  }

  @Test
  void findsColumnsByHeaderInAnyOrder() throws IOException {
    assertThat(
            read(DataFormat.CSV, "ts;StockCode;quantity;Customer\n1259653500;85048;12;13085\n")
                .events())
        .containsExactly(new SourceEvent("13085", "85048", "click", 1_259_653_500_000L, 12));
    assertThat(read(DataFormat.CSV, "user\titem\ttimestamp_ms\n5\t21\t1396314141719\n").events())
        .containsExactly(new SourceEvent("5", "21", "click", 1_396_314_141_719L, Double.NaN));
  }

  @Test
  void findsColumnsByPlaceWithoutHeader() throws IOException {
    assertThat(read(DataFormat.CSV, "u,214821026,1,1396314141\nv,7,2,1396314142\n").events())
        .extracting(SourceEvent::timestampMs)
        .containsExactly(1_396_314_141_000L, 1_396_314_142_000L);
    assertThat(read(DataFormat.CSV, "1 9\n1 8\n2 9\n").events())
        .extracting(SourceEvent::itemId)
        .containsExactly("9", "8", "9");
  }

  @Test
  void takesColumnsThatTheCallerNames() throws IOException {
    ReadOptions options = ReadOptions.parse("user=who,item=2,time=4,value=stars", null);
    var result =
        DataSetReader.read(
            DataFormat.CSV,
            options,
            List.of(
                file("named.csv", "who,what,stars,at\n\"Smith, J\",x,4,2014-04-07T10:51:09Z\n")));
    assertThat(result.events())
        .containsExactly(new SourceEvent("Smith, J", "x", "rating", 1_396_867_869_000L, 4));
    ReadOptions wrong = ReadOptions.parse("user=nobody", null);
    Path file = file("wrong.csv", "who,what\na,b\n");
    assertThatThrownBy(() -> DataSetReader.read(DataFormat.CSV, wrong, List.of(file)))
        .hasMessageContaining("user=nobody");
    assertThatThrownBy(() -> ReadOptions.parse("users=1", null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void losesOnlyTheRowOfABrokenQuote() throws IOException {
    var result =
        read(
            DataFormat.CSV,
            """
            user,item,time
            "a,1,1396314141
            b,2,1396314142
            "c",3,1396314143
            d,4,1396314144
            """);
    assertThat(result.events()).extracting(SourceEvent::userId).containsExactly("b", "c", "d");
    assertThat(result.report().badRows()).isEqualTo(1);
  }

  @Test
  void refusesListsOfVaryingLength() {
    assertThatThrownBy(() -> read(DataFormat.CSV, "1 1 2 3\n2 6 7 8 9\n3 4 1\n4 5\n"))
        .isInstanceOf(EddylineException.class)
        .hasMessageContaining("no delimiter");
  }

  @Test
  void spreadsSequencesOverTheStreamAndKeepsEachUsersOrder() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < 40; user++) {
      lines.append("u%d 1 2 3 4 5\n".formatted(user));
    }
    var events = read(DataFormat.SEQUENCES, lines + "pairs a\npairs b\nalone\n").events();
    assertThat(events).hasSize(202);
    assertThat(events)
        .filteredOn(event -> event.userId().equals("u7"))
        .extracting(SourceEvent::itemId)
        .containsExactly("1", "2", "3", "4", "5");
    assertThat(events)
        .filteredOn(event -> event.userId().equals("pairs"))
        .extracting(SourceEvent::itemId)
        .containsExactly("a", "b");
    assertThat(events.subList(0, 42))
        .as("every user's first event lies in the first part, the users in no order of theirs")
        .extracting(SourceEvent::itemId)
        .filteredOn("1"::equals)
        .hasSizeGreaterThan(35);
    assertThat(events.subList(0, 40))
        .extracting(SourceEvent::userId)
        .isNotEqualTo(IntStream.range(0, 40).mapToObj(user -> "u" + user).toList());
    assertThat(events).isEqualTo(read(DataFormat.SEQUENCES, lines + "pairs a\npairs b\n").events());
  }

  @Test
  void shufflesListsAlwaysAlike() throws IOException {
    String lines = "0 1 2 3 4 5 6 7 8\n1 9 10 11 12 13\n";
    var events = read(DataFormat.LISTS, lines).events();
    assertThat(events).hasSize(13);
    assertThat(events).isEqualTo(read(DataFormat.LISTS, lines + "\n").events());
    assertThat(events)
        .filteredOn(event -> event.userId().equals("0"))
        .extracting(SourceEvent::itemId)
        .containsExactlyInAnyOrder("1", "2", "3", "4", "5", "6", "7", "8")
        .isNotEqualTo(List.of("1", "2", "3", "4", "5", "6", "7", "8"));
  }

  @Test
  void countsAUserWithoutItemsAsABadRow() throws IOException {
    var result = read(DataFormat.SEQUENCES, "u a\nv\n");
    assertThat(result.report().badRows()).isEqualTo(1);
    assertThat(result.report().firstFaults()).first().asString().contains("line 2");
  }

  @Test
  void readsEventObjects() throws IOException {
    var result =
        read(
            DataFormat.NDJSON,
            """
            {"user_id":"u","item_id":"i","type":"dwell","value":30,"timestamp":2000}
            {"user_id":"u","item_id":"j","type":"click","timestamp":"1970-01-01T00:00:01Z"}
            {"user_id":"u"}
            not json
            """);
    assertThat(result.events())
        .containsExactly(
            new SourceEvent("u", "j", "click", 1000, Double.NaN),
            new SourceEvent("u", "i", "dwell", 2000, 30));
    assertThat(result.report().badRows()).isEqualTo(2);
  }

  @Test
  void readsGzipWhateverItsName() throws IOException {
    Path file = folder.resolve("packed.dat");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write("1::a::3::978301000\n".getBytes(StandardCharsets.UTF_8));
    }
    assertThat(DataSetReader.read(DataFormat.MOVIELENS, ReadOptions.none(), List.of(file)).events())
        .hasSize(1);
  }

  @Test
  void readsTitlesOfEveryKind() throws IOException {
    assertThat(TitleReader.read(file("movies.dat", "0000628::Dollie é (1908)::Action|Short\n")))
        .containsExactly(
            new CatalogueTitle("0000628", "Dollie é (1908)", List.of("Action", "Short"), 1908));
    Path latin = folder.resolve("u.item");
    Files.write(
        latin,
        "5|Léon (1994)|01-Jan-1994||url|0|1|0|0|0|0|0|0|1|0|0|0|0|0|0|0|0|0|0\n"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThat(TitleReader.read(latin))
        .containsExactly(new CatalogueTitle("5", "Léon (1994)", List.of("Action", "Drama"), 1994));
    assertThat(TitleReader.read(file("items.tsv", "10002\tnan\n10080\tGROOVY \"CACTUS\"\n")))
        .containsExactly(
            new CatalogueTitle("10002", "", List.of(), null),
            new CatalogueTitle("10080", "GROOVY \"CACTUS\"", List.of(), null));
  }

  private DataSetReader.Result read(DataFormat format, String content) throws IOException {
    return DataSetReader.read(
        format, ReadOptions.none(), List.of(file("events-" + content.hashCode(), content)));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content);
  }
}
