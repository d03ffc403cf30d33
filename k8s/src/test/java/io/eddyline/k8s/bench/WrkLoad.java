package io.eddyline.k8s.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Load from wrk, one thread of it: a program of its own that takes a few microseconds of the
 * processor a request, where one in Java takes as much as the server's own HTTP.
 *
 * <p>Threading: one thread.
 */
final class WrkLoad implements HttpLoad {
  private static final int PATHS = 20_000;
  private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");
  private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: ([0-9]+)");
  private static final Pattern BROKEN =
      Pattern.compile("Socket errors: connect ([0-9]+), read ([0-9]+), write ([0-9]+)");
  private final URI server;
  private final Path folder;
  private long failures;

  /**
   * @param folder for its script and paths
   */
  WrkLoad(URI server, Path folder) {
    this.server = server;
    this.folder = folder;
  }

  @Override
  public double perSecond(int connections, int seconds, Supplier<String> paths)
      throws IOException, InterruptedException {
    Path list = folder.resolve("paths.txt").toAbsolutePath();
    Files.write(list, Stream.generate(paths).limit(PATHS).toList());
    Path script = Files.writeString(folder.resolve("wrk.lua"), script(list));
    String said =
        run(
            List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + seconds,
                "--timeout=30",
                "--script=" + script.toAbsolutePath(),
                server.toString()));
    failures += number(REFUSED, 1, said) + number(BROKEN, 1, said);
    failures += number(BROKEN, 2, said) + number(BROKEN, 3, said);
    Matcher rate = RATE.matcher(said);
    if (!rate.find()) {
      throw new IOException("wrk said no rate: " + said);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String script(Path paths) {
    return """
    local paths = {}
    for path in io.lines("%s") do
      paths[#paths + 1] = wrk.format("GET", path)
    end
    local at = 0
    request = function()
      at = at %% #paths + 1
      return paths[at]
    end
    """
        .formatted(paths);
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).redirectErrorStream(true).start();
    } catch (IOException e) {
      throw new IOException("wrk does not start; Debian's package wrk has it", e);
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("wrk failed: " + said);
    }
    return said;
  }

  private static long number(Pattern pattern, int group, String said) {
    Matcher matcher = pattern.matcher(said);
    return matcher.find() ? Long.parseLong(matcher.group(group)) : 0;
  }

  @Override
  public long failures() {
    return failures;
  }
}
