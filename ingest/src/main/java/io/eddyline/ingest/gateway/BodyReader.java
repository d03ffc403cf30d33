package io.eddyline.ingest.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.eddyline.ingest.event.Refusal;
import io.eddyline.schemas.error.RejectionReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The records of a request body, each with the bytes that it came in.
 *
 * <p>A broken line of newline-delimited JSON costs that line; a document that breaks anywhere is
 * refused as a whole, since nothing tells where its next record would begin.
 *
 * <p>Threading: immutable; called on workers.
 */
final class BodyReader {
  private static final ObjectReader DOCUMENT = JsonMapper.builder().build().reader();

  /** A line holds one value and nothing behind it. */
  private static final ObjectReader LINE =
      DOCUMENT.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final int maxBodyBytes;
  private final int maxRecordBytes;
  private final int maxRecords;

  BodyReader(GatewayConfig config) {
    this.maxBodyBytes = config.maxBodyBytes();
    this.maxRecordBytes = config.maxRecordBytes();
    this.maxRecords = config.maxRecordsPerRequest();
  }

  /**
   * Unpacks a body.
   *
   * @throws ProblemException (400, 413) if it is not gzip, or too large
   */
  byte[] unpack(byte[] body, BodyFormat format) {
    if (!format.gzip()) {
      return body;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] unpacked = in.readNBytes(maxBodyBytes + 1);
      if (unpacked.length > maxBodyBytes) {
        throw new ProblemException(
            Problem.tooLarge(
                "body_too_large",
                "The body unpacks to more than %d bytes".formatted(maxBodyBytes)));
      }
      return unpacked;
    } catch (IOException e) {
      throw new ProblemException(Problem.unreadable("The body is not gzip: " + e.getMessage()));
    }
  }

  /**
   * The records of an unpacked body; at least one.
   *
   * @throws ProblemException (400, 413) if there are none or too many, or a document is broken
   */
  List<SentRecord> read(byte[] body, BodyFormat format) {
    List<SentRecord> records;
    try {
      records = format.lines() ? readLines(body) : readDocument(body);
    } catch (JsonProcessingException e) {
      throw new ProblemException(Problem.unreadable(explain(e)));
    } catch (IOException e) {
      throw new ProblemException(Problem.unreadable("The body is not JSON in UTF-8"));
    }
    if (records.isEmpty()) {
      throw new ProblemException(Problem.unreadable("The body is empty, expected JSON"));
    }
    return records;
  }

  private List<SentRecord> readLines(byte[] body) {
    List<SentRecord> records = new ArrayList<>();
    int start = 0;
    while (start < body.length) {
      int end = start;
      while (end < body.length && body[end] != '\n') {
        end++;
      }
      int length = end - start;
      if (!isBlank(body, start, length)) {
        add(records, readLine(records.size(), body, start, length));
      }
      start = end + 1;
    }
    return records;
  }

  private SentRecord readLine(int index, byte[] body, int offset, int length) {
    if (length > maxRecordBytes) {
      return tooLarge(index, body, offset, length);
    }
    try {
      JsonNode json = LINE.readTree(body, offset, length);
      return new SentRecord(index, body, offset, length, json, null);
    } catch (IOException e) {
      String detail =
          e instanceof JsonProcessingException broken ? explain(broken) : "not JSON in UTF-8";
      Refusal refusal = new Refusal(RejectionReason.UNREADABLE, "", detail);
      return new SentRecord(index, body, offset, length, null, refusal);
    }
  }

  private List<SentRecord> readDocument(byte[] body) throws IOException {
    List<SentRecord> records = new ArrayList<>();
    try (JsonParser parser = DOCUMENT.createParser(body)) {
      JsonToken first = parser.nextToken();
      if (first == JsonToken.START_ARRAY) {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          add(records, readElement(records.size(), body, parser));
        }
        if (records.isEmpty()) {
          throw new ProblemException(Problem.unreadable("The array is empty"));
        }
      } else if (first != null) {
        add(records, readElement(0, body, parser));
      }
      if (parser.nextToken() != null) {
        throw new ProblemException(
            Problem.unreadable(
                "Something follows the first JSON value; several are sent as an array, or as"
                    + " application/x-ndjson"));
      }
    }
    return records;
  }

  /** The value at the parser's current token, which is left at the value's last. */
  private SentRecord readElement(int index, byte[] body, JsonParser parser) throws IOException {
    long start = parser.currentTokenLocation().getByteOffset();
    if (start < 0) {
      throw new ProblemException(Problem.unreadable("The body is not UTF-8"));
    }
    JsonNode json = DOCUMENT.readTree(parser);
    int length = (int) (parser.currentLocation().getByteOffset() - start);
    return length > maxRecordBytes
        ? tooLarge(index, body, (int) start, length)
        : new SentRecord(index, body, (int) start, length, json, null);
  }

  private SentRecord tooLarge(int index, byte[] body, int offset, int length) {
    Refusal refusal =
        new Refusal(
            RejectionReason.TOO_LARGE,
            "",
            "record of %d bytes, expected at most %d".formatted(length, maxRecordBytes));
    return new SentRecord(index, body, offset, length, null, refusal);
  }

  private void add(List<SentRecord> records, SentRecord record) {
    if (records.size() == maxRecords) {
      throw new ProblemException(
          Problem.tooLarge(
              "too_many_records", "More than %d records in one request".formatted(maxRecords)));
    }
    records.add(record);
  }

  private static boolean isBlank(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static String explain(JsonProcessingException e) {
    var place = e.getLocation();
    return place == null
        ? "not JSON: " + e.getOriginalMessage()
        : "not JSON at line %d, column %d: %s"
            .formatted(place.getLineNr(), place.getColumnNr(), e.getOriginalMessage());
  }
}
