import com.google.googlejavaformat.java.Main;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs google-java-format over every Java source of the modules: {@code check|apply ROOT}. */
final class Format {
  private static final List<String> MODULES =
      List.of("schemas", "ingest", "learner", "serving", "k8s");

  public static void main(String[] args) throws Exception {
    boolean check = args[0].equals("check");
    List<String> arguments = new ArrayList<>();
    if (check) {
      arguments.addAll(List.of("--dry-run", "--set-exit-if-changed"));
    } else {
      arguments.add("--replace");
    }
    for (String module : MODULES) {
      Path sources = Path.of(args[1], module, "src");
      if (Files.isDirectory(sources)) {
        try (var files = Files.walk(sources)) {
          files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
      }
    }
    int status =
        new Main(new PrintWriter(System.out, true), new PrintWriter(System.err, true), System.in)
            .format(arguments.toArray(String[]::new));
    if (status != 0 && check) {
      System.err.println("The sources above are not formatted: run ./mvnw -Pformat process-sources -N");
    }
    System.exit(status);
  }
}
