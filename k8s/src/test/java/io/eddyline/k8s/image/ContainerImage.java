package io.eddyline.k8s.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * The image as a tar that {@code docker load} and its like take.
 *
 * <p>Threading: one thread; Jib has its own, which end with the call.
 */
final class ContainerImage {
  private final ImageFacts facts;
  private final Path cache;

  /**
   * An image to be written.
   *
   * @param cache folder of layers that were made before
   */
  ContainerImage(ImageFacts facts, Path cache) {
    this.facts = facts;
    this.cache = cache;
  }

  /**
   * Writes the tar; returns the digest of the image's manifest.
   *
   * @param layers lowest first
   */
  String write(List<FileEntriesLayer> layers, Path tar) {
    try {
      JibContainer image =
          base()
              .setFileEntriesLayers(layers)
              .setFormat(ImageFormat.Docker)
              .setPlatforms(Set.of(platform()))
              .setCreationTime(facts.created())
              .setLabels(facts.labels())
              .setEnvironment(ImageLayout.environment())
              .setUser(ImageLayout.USER_ID + ":" + ImageLayout.USER_ID)
              .setWorkingDirectory(AbsoluteUnixPath.get(ImageLayout.HOME))
              .setEntrypoint(ImageLayout.ENTRY_POINT)
              .setProgramArguments("--help")
              .containerize(
                  Containerizer.to(TarImage.at(tar).named(ImageReference.parse(facts.reference())))
                      .setApplicationLayersCache(cache)
                      .setBaseImageLayersCache(cache)
                      .setToolName("eddyline")
                      .setToolVersion(facts.version()));
      return image.getDigest().toString();
    } catch (InvalidImageReferenceException e) {
      throw new IllegalArgumentException(
          "\"%s\" names no image".formatted(e.getInvalidReference()), e);
    } catch (IOException | CacheDirectoryCreationException e) {
      throw new UncheckedIOException(new IOException(tar.toString(), e));
    } catch (RegistryException | ExecutionException e) {
      throw new IllegalStateException("the image was not built: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private JibContainerBuilder base() throws InvalidImageReferenceException {
    return facts.base().isEmpty() ? Jib.fromScratch() : Jib.from(facts.base());
  }

  /** That of the machine: the runtime is linked here. */
  private static Platform platform() {
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    return new Platform(machine.equals("aarch64") ? "arm64" : "amd64", "linux");
  }
}
