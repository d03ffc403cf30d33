package io.eddyline.schemas.snapshot.s3;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a bucket: {@code s3://bucket/prefix}.
 *
 * @param prefix of all keys, with a slash at its end; empty: the whole bucket
 */
public record S3Location(String bucket, String prefix) {
  private static final String SCHEME = "s3://";
  private static final Pattern URI =
      Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/([A-Za-z0-9._/-]*))?");

  /** Whether a text is meant as a location, sound or not. */
  public static boolean isMeant(String uri) {
    return uri.startsWith(SCHEME);
  }

  /**
   * Reads a location.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static S3Location of(String uri) {
    Matcher matcher = URI.matcher(uri);
    String prefix = matcher.matches() && matcher.group(2) != null ? matcher.group(2) : "";
    if (!matcher.matches() || prefix.startsWith("/") || prefix.contains("//")) {
      throw new IllegalArgumentException(
          "\"%s\": expected s3://bucket/prefix, the bucket of 3 to 63 of a-z 0-9 . -, the prefix of"
                  .formatted(uri)
              + " A-Z a-z 0-9 . _ - with single slashes between names");
    }
    boolean open = !prefix.isEmpty() && !prefix.endsWith("/");
    return new S3Location(matcher.group(1), open ? prefix + "/" : prefix);
  }

  String key(String name) {
    return prefix + name;
  }

  String name(String key) {
    return key.substring(prefix.length());
  }

  @Override
  public String toString() {
    String path = SCHEME + bucket + "/" + prefix;
    return path.substring(0, path.length() - 1);
  }
}
