package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Files of a version of an object store, brought into the cache and compared with the manifest on
 * the way.
 *
 * <p>A file that is in the cache already stays if its digest holds, and is brought anew if not. The
 * version's folder appears when all files are there.
 *
 * <p>Threading: immutable; whoever comes while the version is brought waits for it.
 *
 * @param folder of the cache where the version is read
 */
record CachedFiles(
    ObjectStore objects, SnapshotCache cache, ObjectKeys keys, Path folder, String manifestSha256)
    implements VersionFiles {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final String PART = ".part";

  @Override
  public void fetch(Manifest manifest, Runnable between) throws IOException {
    if (!cache.isSound(folder, manifest.files())) {
      verify(manifest, between);
    }
  }

  @Override
  public void verify(Manifest manifest, Runnable between) throws IOException {
    synchronized (cache.lock(folder)) {
      Path stage = cache.stage(folder);
      try {
        for (Map.Entry<String, Manifest.FileDigest> file : manifest.files().entrySet()) {
          String name = file.getKey();
          Manifest.FileDigest expected = file.getValue();
          if (!holds(folder.resolve(name), expected, between)
              && !holds(stage.resolve(name), expected, between)) {
            bring(name, expected, stage, between);
          }
        }
        cache.admit(stage, folder);
      } finally {
        cache.leave(stage);
      }
    }
  }

  private static boolean holds(Path file, Manifest.FileDigest expected, Runnable between)
      throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.size(file) == expected.bytes()
        && Digests.sha256(file, between).equals(expected.sha256());
  }

  private void bring(String name, Manifest.FileDigest expected, Path stage, Runnable between)
      throws IOException {
    String key = keys.file(name, expected);
    try (ObjectContent content = objects.read(key)) {
      if (content == null) {
        throw new FormatException("snapshot %s/%s lacks %s".formatted(objects, keys.all(), name));
      }
      if (content.sizeBytes() != expected.bytes()) {
        throw new FormatException(
            "%s/%s has %d bytes, expected %d"
                .formatted(objects, key, content.sizeBytes(), expected.bytes()));
      }
      Path part = stage.resolve(name + PART);
      String digest = copy(content, key, part, between);
      if (!digest.equals(expected.sha256())) {
        Files.delete(part);
        throw new FormatException(
            "%s/%s has SHA-256 %s, expected %s".formatted(objects, key, digest, expected.sha256()));
      }
      Files.move(part, stage.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Writes what comes; returns its SHA-256. */
  private String copy(ObjectContent content, String key, Path part, Runnable between)
      throws IOException {
    MessageDigest digest = Digests.sha256();
    byte[] buffer = new byte[BUFFER_BYTES];
    long bytes = 0;
    InputStream in = content.stream();
    try (OutputStream file = Files.newOutputStream(part)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        file.write(buffer, 0, read);
        digest.update(buffer, 0, read);
        bytes += read;
        between.run();
      }
    }
    if (bytes != content.sizeBytes()) {
      throw new ObjectStoreException(
          "%s/%s ended after %d of %d bytes".formatted(objects, key, bytes, content.sizeBytes()));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  @Override
  public byte @Nullable [] signature() throws IOException {
    try (ObjectContent content = objects.read(keys.signature(manifestSha256))) {
      return content == null ? null : content.stream().readNBytes(MAX_SIGNATURE_BYTES);
    }
  }
}
