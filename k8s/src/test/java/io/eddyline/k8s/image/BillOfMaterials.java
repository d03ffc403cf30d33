package io.eddyline.k8s.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A CycloneDX document that has what is in the image beside the jars: packages, runtime.
 *
 * <p>Threading: one thread.
 */
final class BillOfMaterials {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final ObjectNode document;

  private BillOfMaterials(ObjectNode document) {
    this.document = document;
  }

  /** The document that Maven wrote of the jars. */
  static BillOfMaterials read(Path file) {
    try {
      return new BillOfMaterials((ObjectNode) JSON.readTree(file.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** Adds the packages, and the distribution that they are of. */
  BillOfMaterials with(DebianRoot root) {
    Properties release = new Properties();
    try (var file = Files.newBufferedReader(root.release())) {
      release.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String id = release.getProperty("ID", "").replace("\"", "");
    String version = release.getProperty("VERSION_ID", "").replace("\"", "");
    ObjectNode _ = component("operating-system", id, version, id + "-" + version);
    for (DebianPackage it : root.packages()) {
      String purl =
          "pkg:deb/%s/%s@%s?arch=%s&distro=%s-%s"
              .formatted(
                  id, encoded(it.name()), encoded(it.version()), it.architecture(), id, version);
      ObjectNode component = component("library", it.name(), it.version(), purl);
      component.put("purl", purl);
      ObjectNode hash = component.putArray("hashes").addObject();
      hash.put("alg", "SHA-256").put("content", it.sha256());
    }
    return this;
  }

  /** Adds the Java runtime. */
  BillOfMaterials with(JavaRuntime runtime) {
    String purl = "pkg:generic/openjdk@" + encoded(runtime.version());
    ObjectNode component = component("platform", "openjdk", runtime.version(), purl);
    component.put("publisher", runtime.vendor());
    component.put(
        "cpe",
        "cpe:2.3:a:oracle:openjdk:%s:*:*:*:*:*:*:*"
            .formatted(runtime.version().replaceAll("[^0-9.].*", "")));
    component.put("purl", purl);
    return this;
  }

  void write(Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(document) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  private ObjectNode component(String type, String name, String version, String reference) {
    ArrayNode components = document.withArrayProperty("components");
    return components
        .addObject()
        .put("type", type)
        .put("bom-ref", reference)
        .put("name", name)
        .put("version", version);
  }

  /* As a package URL wants it: what is not plain is escaped, the plus sign too. */
  private static String encoded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }
}
