package io.eddyline.k8s.cli;

import io.eddyline.ingest.replay.CatalogueTitle;
import io.eddyline.ingest.replay.DataFormat;
import io.eddyline.ingest.replay.DataSetReader;
import io.eddyline.ingest.replay.ReadOptions;
import io.eddyline.ingest.replay.TitleReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The options that name a data set. */
final class DataSetOptions {
  @Option(
      names = "--format",
      required = true,
      converter = FormatConverter.class,
      paramLabel = "FORMAT",
      description =
          "movielens, movielens-csv, csv, ndjson, sequences (a user and items in time order a line)"
              + " or lists (a user and items in no order a line); each also with gzip.")
  @SuppressWarnings("NullAway.Init") // picocli fills it before the call
  private DataFormat format;

  @Option(
      names = "--columns",
      paramLabel = "user=…,item=…",
      converter = ColumnsConverter.class,
      description = "csv: names or numbers from 1 of the columns user, item, time, value.")
  private ReadOptions columns = ReadOptions.none();

  @Option(names = "--type", paramLabel = "TYPE", description = "Event type of the rows.")
  private @Nullable String type;

  @Option(names = "--items", paramLabel = "FILE", description = "Titles of the items.")
  private @Nullable Path items;

  @Option(names = "--max-events", paramLabel = "N", description = "Use the first N events only.")
  int maxEvents = Integer.MAX_VALUE;

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "The data set's files.")
  List<Path> files = List.of();

  /** Reads the events; rows that are not sound are told on {@code err}. */
  DataSetReader.Result read(PrintWriter err) {
    return read(files, err);
  }

  /** Reads other files in the same format. */
  DataSetReader.Result read(List<Path> others, PrintWriter err) {
    DataSetReader.Result result =
        DataSetReader.read(format, new ReadOptions(columns.columns(), type), others);
    if (result.report().badRows() > 0) {
      err.printf(
          "%d of %d rows left out, the first: %s%n",
          result.report().badRows(),
          result.report().rows(),
          String.join("; ", result.report().firstFaults()));
      err.flush();
    }
    return result;
  }

  boolean hasTitles() {
    return items != null;
  }

  List<CatalogueTitle> titles() {
    return items == null ? List.of() : TitleReader.read(items);
  }

  /** Accepts {@code user=…,item=…}. */
  static final class ColumnsConverter implements ITypeConverter<ReadOptions> {
    @Override
    public ReadOptions convert(String value) {
      try {
        return ReadOptions.parse(value, null);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  /** Accepts the names of the formats and lists them when another is given. */
  static final class FormatConverter implements ITypeConverter<DataFormat> {
    @Override
    public DataFormat convert(String value) {
      try {
        return DataFormat.of(value);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
