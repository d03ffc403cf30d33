package io.eddyline.k8s.image;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where things are in the image, and how it starts; the chart's pods rely on it.
 *
 * <pre>
 *   /opt/java                    the runtime that jlink made, with the flags of lib/jvm.options in it
 *   /opt/eddyline/eddyline       argument file of the command: class path and main class
 *   /opt/eddyline/lib            jars
 *   /usr/share/sbom              the bill of materials
 *   /etc/eddyline                settings, by the chart
 *   /var/lib/eddyline            data, a volume
 *   /tmp                         where native libraries are unpacked, a volume
 * </pre>
 *
 * <p>Threading: constants.
 */
public final class ImageLayout {
  /** The runtime. */
  public static final String JAVA = "/opt/java";

  /** The command. */
  public static final String HOME = "/opt/eddyline";

  /** Jars of the command. */
  static final String LIBRARIES = HOME + "/lib";

  /** Argument file of the command, for {@code java @…}. */
  public static final String COMMAND = HOME + "/eddyline";

  /** The bill of materials, CycloneDX. */
  public static final String SBOM = "/usr/share/sbom/eddyline.cdx.json";

  /** What a process keeps. */
  public static final String DATA = "/var/lib/eddyline";

  /** Settings. */
  public static final String SETTINGS = "/etc/eddyline";

  /** Who runs the command, as a user and as a group. */
  public static final int USER_ID = 10001;

  /** No shell is needed: further flags of the virtual machine come by JDK_JAVA_OPTIONS. */
  public static final List<String> ENTRY_POINT = List.of(JAVA + "/bin/java", "@" + COMMAND);

  private ImageLayout() {}

  /** Variables, sorted. */
  static Map<String, String> environment() {
    return new TreeMap<>(
        Map.of(
            "PATH",
            JAVA + "/bin",
            "JAVA_HOME",
            JAVA,
            "LANG",
            "C.UTF-8",
            "EDDYLINE_DATA_DIR",
            DATA));
  }

  /** The argument file's text. */
  static String commandFile() {
    return """
    -Deddyline.home=%s
    -cp %s/*
    io.eddyline.k8s.cli.EddylineMain
    """
        .formatted(HOME, LIBRARIES);
  }
}
