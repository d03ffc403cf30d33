package io.eddyline.k8s.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/**
 * An image as the tar has it, read as a container engine would read it.
 *
 * @param reference name and tag
 * @param config the image's configuration
 * @param layers their files, lowest first
 */
record ImageArchive(String reference, JsonNode config, List<Path> layers) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String WHITEOUT = ".wh.";

  /**
   * Reads a tar.
   *
   * @param folder where its members are unpacked
   */
  static ImageArchive read(Path tar, Path folder) {
    try {
      Files.createDirectories(folder);
      try (TarArchiveInputStream members = new TarArchiveInputStream(buffered(tar))) {
        for (TarArchiveEntry entry; (entry = members.getNextEntry()) != null; ) {
          Files.copy(members, folder.resolve(entry.getName()));
        }
      }
      JsonNode manifest = JSON.readTree(folder.resolve("manifest.json").toFile()).path(0);
      List<Path> layers = new ArrayList<>();
      manifest.path("Layers").forEach(name -> layers.add(folder.resolve(name.asText())));
      return new ImageArchive(
          manifest.path("RepoTags").path(0).asText(),
          JSON.readTree(folder.resolve(manifest.path("Config").asText()).toFile()),
          layers);
    } catch (IOException e) {
      throw new UncheckedIOException(tar.toString(), e);
    }
  }

  /** What a container runs with: entry point, variables, user, labels. */
  JsonNode run() {
    return config.path("config");
  }

  Map<String, String> labels() {
    Map<String, String> labels = new HashMap<>();
    run()
        .path("Labels")
        .properties()
        .forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
    return labels;
  }

  Map<String, String> environment() {
    Map<String, String> variables = new HashMap<>();
    for (JsonNode variable : run().path("Env")) {
      String[] parts = variable.asText().split("=", 2);
      variables.put(parts[0], parts[1]);
    }
    return variables;
  }

  List<String> entryPoint() {
    List<String> words = new ArrayList<>();
    run().path("Entrypoint").forEach(word -> words.add(word.asText()));
    return words;
  }

  /** Heads of what a layer has, in its order. */
  static List<TarArchiveEntry> entries(Path layer) {
    List<TarArchiveEntry> entries = new ArrayList<>();
    try (TarArchiveInputStream files = open(layer)) {
      for (TarArchiveEntry entry; (entry = files.getNextEntry()) != null; ) {
        entries.add(entry);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(layer.toString(), e);
    }
    return entries;
  }

  /** What a layer has, in its order: name, mode, owner, time and digest of each file. */
  static List<String> lines(Path layer) {
    List<String> lines = new ArrayList<>();
    try (TarArchiveInputStream files = open(layer)) {
      for (TarArchiveEntry entry; (entry = files.getNextEntry()) != null; ) {
        lines.add(
            "%s %o %d:%d %s %s"
                .formatted(
                    entry.getName(),
                    entry.getMode(),
                    entry.getLongUserId(),
                    entry.getLongGroupId(),
                    entry.getLastModifiedTime(),
                    Sha256.of(files)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(layer.toString(), e);
    }
    return lines;
  }

  /**
   * Lays the layers over each other, with owners and permissions; takes the rights of root.
   *
   * @param root empty folder
   */
  void unpack(Path root) {
    for (Path layer : layers) {
      try (TarArchiveInputStream files = open(layer)) {
        for (TarArchiveEntry entry; (entry = files.getNextEntry()) != null; ) {
          lay(root, entry, files);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(layer.toString(), e);
      }
    }
  }

  private static void lay(Path root, TarArchiveEntry entry, InputStream bytes) throws IOException {
    Path path = root.resolve(entry.getName().replaceFirst("^/", "")).normalize();
    if (!path.startsWith(root)) {
      throw new IOException(entry.getName() + " is outside the root");
    }
    String name = path.getFileName().toString();
    if (name.startsWith(WHITEOUT)) {
      Folders.remove(path.resolveSibling(name.substring(WHITEOUT.length())));
      return;
    }
    if (entry.isDirectory()) {
      Files.createDirectories(path);
    } else if (entry.isSymbolicLink()) {
      Files.deleteIfExists(path);
      Path _ = Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
      return;
    } else if (entry.isFile()) {
      Files.createDirectories(path.getParent());
      Files.deleteIfExists(path);
      Files.copy(bytes, path);
    } else {
      throw new IOException(entry.getName() + " is neither file nor folder");
    }
    Files.setAttribute(path, "unix:uid", Math.toIntExact(entry.getLongUserId()));
    Files.setAttribute(path, "unix:gid", Math.toIntExact(entry.getLongGroupId()));
    Files.setAttribute(path, "unix:mode", entry.getMode() & 0777);
  }

  private static TarArchiveInputStream open(Path layer) throws IOException {
    return new TarArchiveInputStream(new GZIPInputStream(buffered(layer)));
  }

  private static InputStream buffered(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }
}
