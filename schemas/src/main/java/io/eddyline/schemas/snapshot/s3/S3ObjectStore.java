package io.eddyline.schemas.snapshot.s3;

import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.ObjectContent;
import io.eddyline.schemas.snapshot.ObjectStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The objects of a location in an S3-compatible service.
 *
 * <p>Requests are tried several times by the SDK. Files are sent with their SHA-256, which the
 * service compares.
 *
 * <p>Threading: thread-safe.
 */
public final class S3ObjectStore implements ObjectStore {
  private static final int PRECONDITION_FAILED = 412;
  private static final int NOT_IMPLEMENTED = 501;

  private final S3Location location;
  private final S3Client client;
  private final S3Uploads uploads;
  private final String where;

  private S3ObjectStore(S3Location location, S3Client client, long partBytes, String where) {
    this.location = location;
    this.client = client;
    this.uploads = new S3Uploads(client, location, partBytes);
    this.where = where;
  }

  /**
   * Prepares connections; nothing is asked yet.
   *
   * @throws IOException if the settings and the environment name no region
   */
  public static S3ObjectStore open(S3Location location, S3Config config) throws IOException {
    String service = config.endpoint().isEmpty() ? "" : " at " + config.endpoint();
    String where = location + service;
    try {
      return new S3ObjectStore(location, S3Clients.open(config), config.partBytes(), where);
    } catch (SdkException e) {
      throw S3Failures.told(where, "begin", e);
    }
  }

  /** Asks the service something. */
  private interface Call<T> {
    T make() throws IOException;
  }

  private <T> T call(String what, Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (SdkException e) {
      throw S3Failures.told(where, what, e);
    }
  }

  @Override
  public List<Listed> list(String prefix) throws IOException {
    return call(
        "list " + prefix,
        () -> {
          List<Listed> objects = new ArrayList<>();
          for (S3Object object :
              client
                  .listObjectsV2Paginator(
                      all -> all.bucket(location.bucket()).prefix(location.key(prefix)))
                  .contents()) {
            objects.add(
                new Listed(
                    location.name(object.key()),
                    object.size(),
                    object.eTag(),
                    object.lastModified().toEpochMilli()));
          }
          return objects;
        });
  }

  @Override
  public @Nullable ObjectContent read(String key) throws IOException {
    try {
      ResponseInputStream<GetObjectResponse> in =
          client.getObject(one -> one.bucket(location.bucket()).key(location.key(key)));
      return new ObjectContent(in, in.response().contentLength());
    } catch (S3Exception e) {
      if (S3Failures.isMissing(e)) {
        return null;
      }
      throw S3Failures.told(where, "read " + key, e);
    } catch (SdkException e) {
      throw S3Failures.told(where, "read " + key, e);
    }
  }

  @Override
  public void write(String key, Path file, Manifest.FileDigest digest) throws IOException {
    call(
        "write " + key,
        () -> {
          if (digest.bytes() > uploads.partBytes()) {
            uploads.write(key, file, digest.bytes());
          } else {
            client.putObject(
                put(key).checksumSHA256(base64(digest.sha256())).build(),
                RequestBody.fromFile(file));
          }
          return key;
        });
  }

  /**
   * {@inheritDoc} The condition is the service's own where it knows it ({@code If-None-Match}).
   * Where it does not, two writers within the same moment are not told apart.
   */
  @Override
  public boolean create(String key, byte[] content) throws IOException {
    byte[] present = bytes(key, content.length);
    if (present != null) {
      return Arrays.equals(present, content);
    }
    return call("create " + key, () -> createAbsent(key, content));
  }

  private boolean createAbsent(String key, byte[] content) throws IOException {
    PutObjectRequest.Builder request = put(key);
    try {
      client.putObject(request.ifNoneMatch("*").build(), RequestBody.fromBytes(content));
      return true;
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED) {
        // another's, or this one's own first try, whose answer was lost
        return Arrays.equals(bytes(key, content.length), content);
      }
      if (e.statusCode() != NOT_IMPLEMENTED) {
        throw e;
      }
    }
    client.putObject(request.ifNoneMatch(null).build(), RequestBody.fromBytes(content));
    return true;
  }

  /* One byte more than wanted is enough to differ. */
  private byte @Nullable [] bytes(String key, int wanted) throws IOException {
    try (ObjectContent content = read(key)) {
      return content == null ? null : content.stream().readNBytes(wanted + 1);
    }
  }

  private PutObjectRequest.Builder put(String key) {
    return PutObjectRequest.builder().bucket(location.bucket()).key(location.key(key));
  }

  private static String base64(String hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex));
  }

  @Override
  public void delete(String key) throws IOException {
    call(
        "delete " + key,
        () -> client.deleteObject(one -> one.bucket(location.bucket()).key(location.key(key))));
  }

  @Override
  public void abandonUploads(String prefix, long beforeMs) throws IOException {
    call(
        "abandon uploads of " + prefix,
        () -> {
          uploads.abandon(prefix, beforeMs);
          return prefix;
        });
  }

  @Override
  public void close() {
    client.close();
  }

  @Override
  public String toString() {
    return location.toString();
  }
}
