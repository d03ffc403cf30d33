package io.eddyline.k8s.image;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/**
 * A Java runtime with the modules that Eddyline needs, linked by {@code jlink} of the JDK that runs
 * this, the same from the same JDK: without the table of modules that jlink makes in an order of
 * its own, and without the archive of class data, which wants that table (decision 45).
 *
 * @param folder with {@code bin} and {@code lib}
 * @param version as the JDK names it
 * @param vendor who built the JDK
 */
record JavaRuntime(Path folder, String version, String vendor) {
  /**
   * What {@code jdeps} finds in the jars, and what is asked for by name only when it is used.
   * {@code java.desktop} is jdeps' too, for beans of libraries; without fonts nothing can be drawn.
   */
  static final List<String> MODULES =
      List.of(
          "java.base",
          "java.compiler",
          "java.desktop",
          "java.logging",
          "java.management",
          "java.naming",
          "java.net.http",
          "java.security.jgss",
          "java.security.sasl",
          "java.sql",
          "java.xml",
          "jdk.incubator.vector",
          "jdk.jfr",
          "jdk.management",
          "jdk.unsupported",
          // by name: Kerberos of Kafka's clients
          "jdk.security.auth",
          "jdk.security.jgss",
          // by name: name servers of the machine, for Netty
          "jdk.naming.dns",
          // for operators: jcmd, recordings, metrics from outside
          "jdk.jcmd",
          "jdk.management.agent",
          "jdk.management.jfr");

  /**
   * Links the runtime.
   *
   * @param folder where; must not exist
   * @param flags file of flags that every start has, before those that are given to it
   */
  static JavaRuntime link(Path folder, Path flags) {
    Path jdk = Path.of(System.getProperty("java.home"));
    String _ =
        Tool.run(
            jdk,
            List.of(
                jdk.resolve("bin/jlink").toString(),
                "--add-modules=" + String.join(",", MODULES),
                "--add-options=" + words(flags),
                "--compress=zip-6",
                "--disable-plugin=system-modules",
                "--no-header-files",
                "--no-man-pages",
                "--strip-debug",
                "--output=" + folder.toAbsolutePath()));
    return of(folder);
  }

  private static JavaRuntime of(Path folder) {
    Properties release = new Properties();
    try (Reader file = Files.newBufferedReader(folder.resolve("release"))) {
      release.load(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new JavaRuntime(
        folder, value(release, "JAVA_RUNTIME_VERSION"), value(release, "IMPLEMENTOR"));
  }

  private static String value(Properties release, String key) {
    return release.getProperty(key, "").replace("\"", "");
  }

  private static String words(Path flags) {
    try {
      return Files.readString(flags, StandardCharsets.UTF_8).strip().replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
