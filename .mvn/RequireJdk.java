import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ends with a clear message if no JDK of the wanted version is where Maven's toolchains look. */
final class RequireJdk {
  private static final Pattern VERSION = Pattern.compile("JAVA_VERSION=\"(\\d+)");

  public static void main(String[] args) {
    int wanted = Integer.parseInt(args[0]);
    Path home = Path.of(System.getProperty("user.home"));
    if (Runtime.version().feature() >= wanted
        || Files.exists(home.resolve(".m2/toolchains.xml"))
        || candidates(home).anyMatch(jdk -> version(jdk) >= wanted)) {
      return;
    }
    System.err.printf(
        "Eddyline needs a JDK %1$d or newer, and none was found. Install one (Temurin %1$d, for"
            + " instance), in /usr/lib/jvm or by SDKMAN, or set JAVA_HOME to it.%n",
        wanted);
    System.exit(1);
  }

  private static Stream<Path> candidates(Path home) {
    List<Path> homes = new ArrayList<>();
    for (Map.Entry<String, String> variable : System.getenv().entrySet()) {
      if (variable.getKey().matches("(JAVA|JDK).*HOME.*")) {
        homes.add(Path.of(variable.getValue()));
      }
    }
    List<Path> folders =
        List.of(
            Path.of("/usr/lib/jvm"),
            Path.of("/usr/java"),
            Path.of("/usr/local/java"),
            Path.of("/opt/java"),
            Path.of("/opt"),
            Path.of("/Library/Java/JavaVirtualMachines"),
            Path.of("C:/Program Files/Java"),
            Path.of("C:/Program Files/Eclipse Adoptium"),
            home.resolve(".sdkman/candidates/java"),
            home.resolve(".jdks"),
            home.resolve(".jenv/versions"),
            home.resolve(".asdf/installs/java"),
            home.resolve("Library/Java/JavaVirtualMachines"));
    for (Path folder : folders) {
      try (Stream<Path> entries = Files.list(folder)) {
        entries.forEach(
            entry -> {
              homes.add(entry);
              homes.add(entry.resolve("Contents/Home"));
            });
      } catch (IOException e) {
        // Not a folder on this machine.
      }
    }
    return homes.stream();
  }

  private static int version(Path jdk) {
    try {
      Matcher version = VERSION.matcher(Files.readString(jdk.resolve("release")));
      boolean compiles = Files.exists(jdk.resolve("bin/javac")) || Files.exists(jdk.resolve("bin/javac.exe"));
      return compiles && version.find() ? Integer.parseInt(version.group(1)) : 0;
    } catch (IOException e) {
      return 0;
    }
  }
}
