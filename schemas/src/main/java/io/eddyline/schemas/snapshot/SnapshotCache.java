package io.eddyline.schemas.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Local folders of versions that a store elsewhere has, a bounded number of them: those used last.
 *
 * <pre>
 *   ROOT/MODEL/VERSION-DIGEST/         a version, whole: it came here by one rename
 *   ROOT/.fetch-PID-MODEL-VERSION-…/   files of a version on their way, each of them whole
 *   ROOT/.draft-PID-…/                 a version in the making
 * </pre>
 *
 * <p>What processes that are gone left on their way is removed at the start. A version that is
 * mapped may be removed: its memory stays until it is unmapped.
 *
 * <p>Threading: thread-safe; several processes may share a folder.
 */
final class SnapshotCache {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotCache.class);
  private static final String FETCH = ".fetch-";
  private static final String DRAFT = ".draft-";
  private static final String DELETED = ".deleted-";
  private static final int DIGEST_LETTERS = 16;
  private static final int LOCKS = 16;

  private final Path root;
  private final int keep;
  private final InstantSource clock;
  private final String pid = Long.toString(ProcessHandle.current().pid());
  private final Set<Path> sound = ConcurrentHashMap.newKeySet();
  private final Set<Path> filling = ConcurrentHashMap.newKeySet();
  private final Object[] locks = Stream.generate(Object::new).limit(LOCKS).toArray();

  /**
   * @param keep versions, 1 or more
   * @param clock orders versions by their last use
   */
  SnapshotCache(Path root, int keep, InstantSource clock) {
    this.root = root.toAbsolutePath().normalize();
    this.keep = keep;
    this.clock = clock;
  }

  /** Removes what processes that are gone, this one's former lives among them, left half done. */
  void removeLeftovers() throws IOException {
    for (Path entry : entries(root)) {
      String name = name(entry);
      boolean passing =
          name.startsWith(FETCH) || name.startsWith(DRAFT) || name.startsWith(DELETED);
      if (passing && !isOfAnotherLivingProcess(name)) {
        SnapshotDraft.deleteTree(entry);
      }
    }
  }

  /* .fetch-123-main-7-0123456789abcdef, .draft-123-… */
  private boolean isOfAnotherLivingProcess(String name) {
    String owner = name.split("-", 3)[1];
    if (owner.equals(pid)) {
      return false;
    }
    try {
      return ProcessHandle.of(Long.parseLong(owner)).isPresent();
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** Where a version is, or would be; the digest tells it from another one of the same number. */
  Path folder(ObjectKeys version, String manifestSha256) {
    return root.resolve(version.model())
        .resolve("%d-%s".formatted(version.version(), shortened(manifestSha256)));
  }

  /** A new folder for a version in the making. */
  Path draft(ObjectKeys version) throws IOException {
    Files.createDirectories(root);
    return Files.createTempDirectory(root, "%s%s-%d-".formatted(DRAFT, pid, version.version()));
  }

  /**
   * The folder that collects the files of a version until all are there. What it has from a try
   * before is still in it, unless another version has come meanwhile.
   */
  Path stage(Path folder) throws IOException {
    String name = "%s%s-%s-%s".formatted(FETCH, pid, name(parent(folder)), name(folder));
    Path stage = root.resolve(name);
    filling.add(stage);
    return Files.createDirectories(stage);
  }

  /** To be called after each use of a stage, whatever came of it. */
  void leave(Path stage) {
    filling.remove(stage);
  }

  /** Held while a version is brought; versions that share one wait for each other. */
  Object lock(Path folder) {
    return locks[Math.floorMod(folder.hashCode(), LOCKS)];
  }

  /** Whether this process has brought or checked the version, and its files are still there. */
  boolean isSound(Path folder, Map<String, Manifest.FileDigest> files) throws IOException {
    if (!sound.contains(folder)) {
      return false;
    }
    for (Map.Entry<String, Manifest.FileDigest> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
          || Files.size(path) != file.getValue().bytes()) {
        return false;
      }
    }
    touch(folder);
    return true;
  }

  /**
   * Makes the version of what was collected and what was there before, and removes the versions
   * whose last use is longest ago.
   *
   * @param collected a folder of the cache, gone afterwards
   */
  void admit(Path collected, Path folder) throws IOException {
    Files.createDirectories(parent(folder));
    if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      for (Path file : entries(collected)) {
        Files.move(file, folder.resolve(name(file)), StandardCopyOption.ATOMIC_MOVE);
      }
      SnapshotDraft.deleteTree(collected);
    } else {
      Files.move(collected, folder, StandardCopyOption.ATOMIC_MOVE);
    }
    sound.add(folder);
    touch(folder);
    try {
      removeLeastRecent(folder);
    } catch (IOException e) {
      LOG.warn("old versions cannot be removed from {}: {}", root, e.toString());
    }
  }

  private void touch(Path folder) throws IOException {
    Files.setLastModifiedTime(folder, FileTime.from(clock.instant()));
  }

  private synchronized void removeLeastRecent(Path admitted) throws IOException {
    Map<Path, FileTime> uses = new TreeMap<>();
    for (Path entry : entries(root)) {
      if (name(entry).startsWith(FETCH + pid + "-") && !filling.contains(entry)) {
        SnapshotDraft.deleteTree(entry);
      } else if (!name(entry).startsWith(".")) {
        for (Path version : entries(entry)) {
          lastUse(version).ifPresent(time -> uses.put(version, time));
        }
      }
    }
    uses.remove(admitted);
    List<Path> newestFirst = new ArrayList<>(uses.keySet());
    newestFirst.sort(Comparator.comparing((Path version) -> uses.get(version)).reversed());
    for (Path version : newestFirst.subList(Math.min(keep - 1, uses.size()), uses.size())) {
      remove(version);
    }
  }

  private void remove(Path folder) throws IOException {
    sound.remove(folder);
    Path hidden = Files.createTempDirectory(root, DELETED + pid + "-");
    Files.move(folder, hidden.resolve(name(folder)), StandardCopyOption.ATOMIC_MOVE);
    SnapshotDraft.deleteTree(hidden);
  }

  /* Another process of the same folder may remove it at any time. */
  private static Optional<FileTime> lastUse(Path folder) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(folder, LinkOption.NOFOLLOW_LINKS));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static List<Path> entries(Path folder) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.toList();
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static Path parent(Path path) {
    return Objects.requireNonNull(path.getParent());
  }

  private static String shortened(String sha256) {
    return sha256.substring(0, Math.min(DIGEST_LETTERS, sha256.length()));
  }
}
