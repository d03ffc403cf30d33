package io.eddyline.k8s.cli;

import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.snapshot.ObjectStoreException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line on standard error; what nobody foresaw is logged as well. */
final class FailureHandler implements IExecutionExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(FailureHandler.class);
  private static final int FAILED = 1;

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine command, ParseResult parseResult) {
    command.getErr().println("eddyline: " + oneLine(told(failure)));
    command.getErr().flush();
    return FAILED;
  }

  private static String told(Throwable failure) {
    return switch (failure) {
      case EddylineException known -> String.valueOf(known.getMessage());
      case IllegalArgumentException argument -> String.valueOf(argument.getMessage());
      case UncheckedIOException wrapped -> told(Objects.requireNonNull(wrapped.getCause()));
      case ObjectStoreException known -> String.valueOf(known.getMessage());
      case NoSuchFileException missing -> "there is no file " + missing.getFile();
      case IOException io -> String.valueOf(io);
      case KafkaException kafka -> "Kafka failed: " + firstMessage(kafka);
      default -> {
        LOG.error("unexpected failure", failure);
        yield "unexpected failure: " + failure;
      }
    };
  }

  private static String oneLine(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining(" "));
  }

  /** Kafka's own wrappers say less than what they wrap. */
  private static String firstMessage(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }
}
