package io.eddyline.k8s.image;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A CycloneDX document that has what is in the image beside the jars: packages, runtime.
 *
 * <p>Threading: one thread.
 */
final class BillOfMaterials {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

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

  /**
   * Refuses a folder whose jars are not those of the bill: a build over an older one leaves those
   * of versions that are gone.
   */
  BillOfMaterials requireJars(Path libraries) {
    Set<String> named = new TreeSet<>(jars());
    Set<String> there = new TreeSet<>();
    try (Stream<Path> files = Files.list(libraries)) {
      files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .forEach(there::add);
    } catch (IOException e) {
      throw new UncheckedIOException(libraries.toString(), e);
    }
    if (!there.equals(named)) {
      Set<String> differing = new TreeSet<>(there);
      differing.removeAll(named);
      named.removeAll(there);
      throw new IllegalStateException(
          "%s has %s that the bill of materials has not, and lacks %s: build from clean"
              .formatted(libraries, differing, named));
    }
    return this;
  }

  /** File names of the jars, as Maven copies them; the component itself is one. */
  private List<String> jars() {
    List<String> names = new ArrayList<>();
    names.add(jar(document.at("/metadata/component")));
    for (JsonNode component : document.path("components")) {
      if (component.path("purl").asText().startsWith("pkg:maven/")) {
        names.add(jar(component));
      }
    }
    return names;
  }

  private static String jar(JsonNode component) {
    Matcher classifier = CLASSIFIER.matcher(component.path("purl").asText());
    return "%s-%s%s.jar"
        .formatted(
            component.path("name").asText(),
            component.path("version").asText(),
            classifier.find() ? "-" + classifier.group(1) : "");
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
