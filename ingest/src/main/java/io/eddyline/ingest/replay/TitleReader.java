package io.eddyline.ingest.replay;

import io.eddyline.schemas.Identifiers;
import io.eddyline.schemas.error.Action;
import io.eddyline.schemas.error.EddylineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Titles of items, as UTF-8 or ISO-8859-1, in one of
 *
 * <pre>
 *   movies.dat   id::title (year)::genre|genre
 *   u.item       id|title (year)|date||url|19 flags, one a genre
 *   delimited    id, title          by tab, comma or semicolon
 * </pre>
 *
 * <p>Rows that are not sound are left out. Stateless; any thread.
 */
public final class TitleReader {
  private static final Pattern YEAR = Pattern.compile("\\((\\d{4})\\)\\s*$");
  private static final Pattern GENRE_MARK = Pattern.compile("\\|");
  private static final int FIRST_FLAG = 5;

  /** The genres of u.item in the order of its flags (u.genre); the first is "unknown". */
  private static final List<String> FLAGS =
      List.of(
          "",
          "Action",
          "Adventure",
          "Animation",
          "Children's",
          "Comedy",
          "Crime",
          "Documentary",
          "Drama",
          "Fantasy",
          "Film-Noir",
          "Horror",
          "Musical",
          "Mystery",
          "Romance",
          "Sci-Fi",
          "Thriller",
          "War",
          "Western");

  private TitleReader() {}

  /**
   * The titles of a file.
   *
   * @throws EddylineException (STOP) if it cannot be read
   */
  public static List<CatalogueTitle> read(Path file) {
    List<String> lines;
    try {
      lines = Lines.readAll(file).stream().filter(line -> !line.isBlank()).toList();
    } catch (IOException e) {
      throw new EddylineException(
          Action.STOP, "cannot read titles %s: %s".formatted(file, e.getMessage()), e);
    }
    if (lines.isEmpty()) {
      return List.of();
    }
    String delimiter = delimiter(lines.getFirst());
    Split split = new Split(delimiter);
    List<CatalogueTitle> titles = new ArrayList<>();
    for (String line : lines) {
      List<String> fields = split.fields(line);
      if (fields != null && fields.size() >= 2 && Identifiers.fault(fields.getFirst()) == null) {
        titles.add(title(fields, delimiter));
      }
    }
    return titles;
  }

  private static String delimiter(String line) {
    for (String candidate : List.of("::", "\t", "|", ";")) {
      if (line.contains(candidate)) {
        return candidate;
      }
    }
    return ",";
  }

  private static CatalogueTitle title(List<String> fields, String delimiter) {
    String title = fields.get(1).equals("nan") ? "" : fields.get(1);
    List<String> genres =
        switch (delimiter) {
          case "::" -> fields.size() > 2 ? marked(fields.get(2)) : List.of();
          case "|" -> flagged(fields);
          default -> List.of();
        };
    Matcher year = YEAR.matcher(title);
    return new CatalogueTitle(
        fields.getFirst(), title, genres, year.find() ? Integer.valueOf(year.group(1)) : null);
  }

  private static List<String> marked(String genres) {
    return GENRE_MARK.splitAsStream(genres).filter(genre -> !genre.isBlank()).toList();
  }

  private static List<String> flagged(List<String> fields) {
    return IntStream.range(1, FLAGS.size())
        .filter(i -> FIRST_FLAG + i < fields.size() && fields.get(FIRST_FLAG + i).equals("1"))
        .mapToObj(FLAGS::get)
        .toList();
  }
}
