package io.eddyline.serving.attribute;

/** Strings and names between quotes, with the escapes of JSON. */
public final class Quotes {
  private Quotes() {}

  /** The text between quotes, so that {@link #unquote} gives it back. */
  public static String quote(String text, char quote) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append(quote);
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ') {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append(quote).toString();
  }

  /** What stands between the first and the last character, with its escapes resolved. */
  public static String unquote(String quoted) {
    StringBuilder text = new StringBuilder(quoted.length());
    for (int at = 1; at < quoted.length() - 1; at++) {
      char c = quoted.charAt(at);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escaped = quoted.charAt(++at);
      switch (escaped) {
        case 'b' -> text.append('\b');
        case 'f' -> text.append('\f');
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u' -> {
          text.append((char) Integer.parseInt(quoted, at + 1, at + 5, 16));
          at += 4;
        }
        default -> text.append(escaped);
      }
    }
    return text.toString();
  }
}
