package io.eddyline.ingest.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every folder of the data sets, read whole: needs {@code -Pdata -Ddata.dir=DIR}. */
@Tag("data")
final class DataFoldersTest {

  @ParameterizedTest
  @CsvSource({
    "movielens, ml-100k/u.data, 100000, 943, 1682",
    "movielens, ml-1m/ratings.users1-2999.dat.gz, 487650, 2999, 3615",
    "sequences, ml-1m/ml-1m.sasrec.txt.gz, 999611, 6040, 3416",
    "movielens, movietweetings/ratings.dat.gz, 141695, 21081, 12611",
    "csv, online-retail-ii/events.tsv.gz, 791114, 5881, 4631",
    "csv, yoochoose-100k/events.tsv.gz, 83846, 21210, 2933",
    "csv, yoochoose-17-days/events.tsv.gz, 3370578, 816019, 25958",
    "csv, diginetica/events.tsv.gz, 993483, 204789, 43136",
    "lists, gowalla/train.txt.gz gowalla/test.txt.gz, 1027370, 29858, 40981",
    "sequences, beauty/Beauty.txt, 198502, 22363, 12101"
  })
  void isReadWhole(String format, String files, int rows, int users, int items) {
    Path folder = Path.of(System.getProperty("data.dir", ""));
    List<Path> paths = Arrays.stream(files.split(" ", -1)).map(folder::resolve).toList();
    var result = DataSetReader.read(DataFormat.of(format), ReadOptions.none(), paths);
    assertThat(result.report().badRows()).as("%s", result.report().firstFaults()).isZero();
    assertThat(result.events()).hasSize(rows);
    assertThat(result.events().userCount()).isEqualTo(users);
    assertThat(result.events().itemCount()).isEqualTo(items);
  }
}
