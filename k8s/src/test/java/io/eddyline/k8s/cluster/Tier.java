package io.eddyline.k8s.cluster;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One process of a tier, which keeps its port and its settings over a restart.
 *
 * <p>Threading: one thread starts and ends it; {@link #get} and {@link #metric} from any.
 */
public final class Tier implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration ANSWER = Duration.ofSeconds(10);

  private final String name;
  private final List<String> command;
  private final URI url;
  private final Map<String, String> settings;
  private final Map<String, String> environment;
  private final List<String> jvmOptions;
  private final Path logs;
  private final HttpClient http;
  private JvmProcess process;

  /**
   * Starts the process.
   *
   * @param command of {@code eddyline}, with its own options
   * @param url where it answers probes and metrics
   * @param environment beside this process's
   * @param logs folder of what it prints
   */
  Tier(
      String name,
      List<String> command,
      URI url,
      Map<String, String> settings,
      Map<String, String> environment,
      List<String> jvmOptions,
      Path logs) {
    this.name = name;
    this.command = List.copyOf(command);
    this.url = url;
    this.settings = Map.copyOf(settings);
    this.environment = Map.copyOf(environment);
    this.jvmOptions = jvmOptions;
    this.logs = logs;
    this.http = HttpClient.newBuilder().connectTimeout(ANSWER).build();
    this.process = launch();
  }

  public String name() {
    return name;
  }

  public URI url() {
    return url;
  }

  public JvmProcess process() {
    return process;
  }

  /** Starts it again after it was ended. */
  public void restart() {
    process.close();
    process = launch();
  }

  /** Waits until it is ready. */
  public void awaitReady() {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              process.requireAlive();
              return isReady();
            });
  }

  public boolean isReady() {
    try {
      return get("/healthz/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  /** Waits until a metric has more than this value. */
  public void awaitMetric(String line, double above) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> metric(line) > above);
  }

  /** Value of a metric, by the start of its line in the scrape; NaN if there is none. */
  public double metric(String line) throws IOException {
    return get("/metrics")
        .body()
        .lines()
        .filter(candidate -> candidate.startsWith(line + " "))
        .mapToDouble(
            candidate -> Double.parseDouble(candidate.substring(candidate.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElse(Double.NaN);
  }

  public HttpResponse<String> get(String path) throws IOException {
    try {
      return http.send(
          HttpRequest.newBuilder(url.resolve(path)).timeout(ANSWER).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.close();
    http.shutdownNow();
  }

  private JvmProcess launch() {
    List<String> line = new ArrayList<>(command);
    settings.forEach((key, value) -> line.addAll(List.of("--setting", key + "=" + value)));
    return JvmProcess.start(name, environment, jvmOptions, line, logs.resolve(name + ".log"));
  }
}
