package io.eddyline.k8s.image;

import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The layers, from what changes seldom to what changes with every commit, so that an upgrade brings
 * the last one alone.
 *
 * <p>Threading: one thread.
 */
final class ImageLayers {
  private static final FilePermissions FOLDER = FilePermissions.fromOctalString("755");
  private static final FilePermissions PROGRAM = FilePermissions.fromOctalString("755");
  private static final FilePermissions FILE = FilePermissions.fromOctalString("644");
  private static final FilePermissions SHARED_FOLDER = FilePermissions.fromOctalString("777");
  private static final String ROOT = "0:0";
  private static final String USER = ImageLayout.USER_ID + ":" + ImageLayout.USER_ID;
  private static final String OWN_JARS = "eddyline-";

  private final Instant time;

  /**
   * Makes layers.
   *
   * @param time of every file
   */
  ImageLayers(Instant time) {
    this.time = time;
  }

  /** Shared libraries, names, licences: what a base image would bring. */
  FileEntriesLayer operatingSystem(DebianRoot root) {
    return tree("operating system", root.folder(), "/", file -> true).build();
  }

  /** The Java runtime. */
  FileEntriesLayer runtime(JavaRuntime runtime) {
    return tree("runtime", runtime.folder(), ImageLayout.JAVA, file -> true).build();
  }

  /**
   * Jars of others.
   *
   * @param libraries folder of all jars
   */
  FileEntriesLayer dependencies(Path libraries) {
    return tree("dependencies", libraries, ImageLayout.LIBRARIES, jar -> isJar(jar) && !isOwn(jar))
        .build();
  }

  /**
   * Eddyline's jars, the command, the bill of materials, and the folders that are written.
   *
   * @param tree the runnable tree, with {@code lib} and {@code LICENSE}
   * @param command the argument file
   */
  FileEntriesLayer application(Path tree, Path command, Path sbom) {
    FileEntriesLayer.Builder layer =
        tree("application", tree.resolve("lib"), ImageLayout.LIBRARIES, ImageLayers::isOwn);
    add(layer, tree.resolve("LICENSE"), ImageLayout.HOME + "/LICENSE", FILE, ROOT);
    add(layer, command, ImageLayout.COMMAND, FILE, ROOT);
    add(layer, sbom, ImageLayout.SBOM, FILE, ROOT);
    add(layer, tree, ImageLayout.SETTINGS, FOLDER, ROOT);
    add(layer, tree, ImageLayout.DATA, FOLDER, USER);
    add(layer, tree, "/tmp", SHARED_FOLDER, ROOT);
    return layer.build();
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private static boolean isOwn(Path file) {
    return isJar(file) && file.getFileName().toString().startsWith(OWN_JARS);
  }

  private FileEntriesLayer.Builder tree(
      String name, Path folder, String place, Predicate<Path> chosen) {
    FileEntriesLayer.Builder layer = FileEntriesLayer.builder().setName(name);
    for (Path file : sorted(folder)) {
      String path = AbsoluteUnixPath.get(place).resolve(folder.relativize(file)).toString();
      if (Files.isDirectory(file)) {
        if (!file.equals(folder)) {
          add(layer, file, path, FOLDER, ROOT);
        }
      } else if (chosen.test(file)) {
        add(layer, file, path, Files.isExecutable(file) ? PROGRAM : FILE, ROOT);
      }
    }
    return layer;
  }

  private void add(
      FileEntriesLayer.Builder layer,
      Path source,
      String path,
      FilePermissions permissions,
      String owner) {
    FileEntriesLayer.Builder _ =
        layer.addEntry(source, AbsoluteUnixPath.get(path), permissions, time, owner);
  }

  /* Links are followed: a layer has none. */
  private static List<Path> sorted(Path folder) {
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      return all.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
