package io.eddyline.schemas.snapshot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects by key, as a bucket has them: each is written whole, replaced whole, read by anyone from
 * then on.
 *
 * <p>Keys are paths of names with {@code /} between them. Every method throws {@link
 * ObjectStoreException} if the store does not answer as it should; the same call may succeed later.
 * {@code toString} names the store for messages.
 *
 * <p>Threading: thread-safe.
 */
public interface ObjectStore extends AutoCloseable {
  /**
   * An object as a listing shows it.
   *
   * @param tag changes with the content
   */
  record Listed(String key, long sizeBytes, String tag, long changedAtMs) {}

  /** The objects whose keys begin with a text, in the order of their keys. */
  List<Listed> list(String prefix) throws IOException;

  /** The bytes of an object, to be closed; null if there is none. */
  @Nullable ObjectContent read(String key) throws IOException;

  /**
   * Writes a file as an object; the store compares what it gets with the digest.
   *
   * @param digest size and SHA-256 of the file
   */
  void write(String key, Path file, Manifest.FileDigest digest) throws IOException;

  /**
   * Writes an object that nobody has written yet: of two writers one succeeds.
   *
   * @return false if there is one with other bytes; one with the same bytes is as good as written
   */
  boolean create(String key, byte[] content) throws IOException;

  /** Removes an object, if there is one. */
  void delete(String key) throws IOException;

  /** Ends uploads in parts of objects whose keys begin so and that began before a time. */
  void abandonUploads(String prefix, long beforeMs) throws IOException;

  @Override
  void close();
}
