package io.eddyline.schemas.snapshot.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * Uploads of large files in parts, each with its SHA-256.
 *
 * <pre>
 *   create ──▶ part 1 ──▶ … ──▶ part n ──▶ complete     the object appears
 *                 └───────────────┴──▶ abort            on any failure
 * </pre>
 *
 * <p>Threading: thread-safe.
 */
final class S3Uploads {
  private static final Logger LOG = LoggerFactory.getLogger(S3Uploads.class);
  private static final int BUFFER_BYTES = 1 << 18;
  private static final String CONTENT_TYPE = "application/octet-stream";

  private final S3Client client;
  private final S3Location location;
  private final long partBytes;

  S3Uploads(S3Client client, S3Location location, long partBytes) {
    this.client = client;
    this.location = location;
    this.partBytes = partBytes;
  }

  long partBytes() {
    return partBytes;
  }

  /** Writes a file as an object. */
  void write(String key, Path file, long sizeBytes) throws IOException {
    String id =
        client
            .createMultipartUpload(
                all ->
                    all.bucket(location.bucket())
                        .key(location.key(key))
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
            .uploadId();
    boolean complete = false;
    try {
      List<CompletedPart> parts = new ArrayList<>();
      for (long start = 0; start < sizeBytes; start += partBytes) {
        long bytes = Math.min(partBytes, sizeBytes - start);
        parts.add(part(key, id, parts.size() + 1, new Region(file, start, bytes)));
      }
      client.completeMultipartUpload(
          all ->
              all.bucket(location.bucket())
                  .key(location.key(key))
                  .uploadId(id)
                  .multipartUpload(upload -> upload.parts(parts)));
      complete = true;
    } finally {
      if (!complete) {
        abort(location.key(key), id);
      }
    }
  }

  private CompletedPart part(String key, String id, int number, Region region) throws IOException {
    String checksum = region.sha256();
    UploadPartResponse part =
        client.uploadPart(
            one ->
                one.bucket(location.bucket())
                    .key(location.key(key))
                    .uploadId(id)
                    .partNumber(number)
                    .contentLength(region.bytes())
                    .checksumSHA256(checksum),
            RequestBody.fromContentProvider(region::open, region.bytes(), CONTENT_TYPE));
    return CompletedPart.builder()
        .partNumber(number)
        .eTag(part.eTag())
        .checksumSHA256(checksum)
        .build();
  }

  /* Parts that stay are removed when they are old; the failure that led here is told, not this one. */
  private void abort(String key, String id) {
    try {
      client.abortMultipartUpload(all -> all.bucket(location.bucket()).key(key).uploadId(id));
    } catch (SdkException e) {
      LOG.warn("upload {} of {} stays for now: {}", id, key, e.getMessage());
    }
  }

  /** Ends uploads of objects whose keys begin so and that began before a time. */
  void abandon(String prefix, long beforeMs) {
    for (MultipartUpload upload :
        client
            .listMultipartUploadsPaginator(
                all -> all.bucket(location.bucket()).prefix(location.key(prefix)))
            .uploads()) {
      if (upload.initiated().toEpochMilli() < beforeMs) {
        LOG.info(
            "upload {} of {}, which was never completed, is removed",
            upload.uploadId(),
            upload.key());
        abort(upload.key(), upload.uploadId());
      }
    }
  }

  /**
   * A part of a file, which may be read several times.
   *
   * @param start of the first byte
   */
  private record Region(Path file, long start, long bytes) {
    InputStream open() {
      try {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        channel.position(start);
        return Channels.newInputStream(channel);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    String sha256() throws IOException {
      MessageDigest digest = newSha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      long left = bytes;
      try (InputStream in = open()) {
        while (left > 0) {
          int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (read < 0) {
            throw new IOException("%s ends %d bytes too early".formatted(file, left));
          }
          digest.update(buffer, 0, read);
          left -= read;
        }
      }
      return Base64.getEncoder().encodeToString(digest.digest());
    }

    private static MessageDigest newSha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java runtime has SHA-256", e);
      }
    }
  }
}
