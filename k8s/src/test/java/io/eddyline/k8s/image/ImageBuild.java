package io.eddyline.k8s.image;

import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Everything that becomes the image, in order: root file system (unless there is a base image),
 * runtime, bill of materials, layers, tar.
 *
 * <pre>
 *   eddyline.tar        the image
 *   eddyline.digest     of its manifest
 *   eddyline.cdx.json   the bill of materials, as in the image
 *   debian.lock         the packages
 *   packages unpacked root runtime layers     what it was made of
 * </pre>
 *
 * <p>Threading: one thread.
 */
final class ImageBuild {
  static final String TAR = "eddyline.tar";
  static final String DIGEST = "eddyline.digest";
  static final String BILL = "eddyline.cdx.json";

  private final ImageFacts facts;
  private final Sources sources;

  /**
   * What an image is made of.
   *
   * @param tree the runnable tree, with {@code lib}
   * @param jars bill of materials of the jars
   * @param lock packages of the root file system
   * @param asOffered whether the lock gives their names alone
   */
  record Sources(Path tree, Path jars, Path lock, boolean asOffered) {}

  ImageBuild(ImageFacts facts, Sources sources) {
    this.facts = facts;
    this.sources = sources;
  }

  /** Builds the image in a folder; returns the digest of its manifest. */
  String in(Path folder) {
    try {
      Files.createDirectories(folder);
      Files.deleteIfExists(folder.resolve(DebianRoot.LOCK));
      BillOfMaterials bill =
          BillOfMaterials.read(sources.jars()).requireJars(sources.tree().resolve("lib"));
      ImageLayers making = new ImageLayers(facts.created());
      List<FileEntriesLayer> layers = new ArrayList<>();
      if (facts.base().isEmpty()) {
        DebianRoot root = DebianRoot.make(sources.lock(), sources.asOffered(), folder);
        layers.add(making.operatingSystem(root));
        bill.with(root);
      }
      Folders.remove(folder.resolve("runtime"));
      Path flags = sources.tree().resolve("lib/jvm.options");
      JavaRuntime runtime = JavaRuntime.link(folder.resolve("runtime"), flags);
      layers.add(making.runtime(runtime));
      bill.with(runtime).write(folder.resolve(BILL));
      Path command = folder.resolve("command");
      Files.writeString(command, ImageLayout.commandFile());
      layers.add(making.dependencies(sources.tree().resolve("lib")));
      layers.add(making.application(sources.tree(), command, folder.resolve(BILL)));
      String digest =
          new ContainerImage(facts, folder.resolve("layers")).write(layers, folder.resolve(TAR));
      Files.writeString(folder.resolve(DIGEST), digest + "\n");
      return digest;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
