package io.eddyline.s3server;

import io.eddyline.schemas.snapshot.s3.S3Config;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.gaul.s3proxy.BlobStores;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * An S3-compatible service on loopback with its objects in memory, S3Proxy's; it checks signatures,
 * may go away and come back at the same address.
 *
 * <p>Its credentials are the system properties that the SDK looks at.
 */
public final class S3Server implements AutoCloseable {
  private static final String ACCESS_KEY = "eddyline";
  private static final String SECRET_KEY = "of-the-tests";
  private static final String LOOPBACK = "http://127.0.0.1:";

  private final BlobStore objects = BlobStores.create("transient", new Properties());
  private S3Proxy server;
  private final int port;

  private S3Server() throws Exception {
    System.setProperty("aws.accessKeyId", ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", SECRET_KEY);
    server = serve(0);
    port = server.getPort();
  }

  /** Starts a service with an empty bucket. */
  public static S3Server start(String bucket) throws Exception {
    S3Server server = new S3Server();
    server.createBucket(bucket);
    return server;
  }

  private S3Proxy serve(int wantedPort) throws Exception {
    S3Proxy proxy =
        S3Proxy.builder()
            .blobStore(objects)
            .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, ACCESS_KEY, SECRET_KEY)
            .endpoint(URI.create(LOOPBACK + wantedPort))
            .stopTimeout(0)
            .build();
    proxy.start();
    return proxy;
  }

  private void createBucket(String bucket) {
    try (S3Client client = client()) {
      client.createBucket(one -> one.bucket(bucket));
    }
  }

  /** Removes every object. */
  public void empty(String bucket) {
    try (S3Client client = client()) {
      client
          .listObjectsV2Paginator(all -> all.bucket(bucket))
          .contents()
          .forEach(object -> client.deleteObject(one -> one.bucket(bucket).key(object.key())));
    }
  }

  private S3Client client() {
    return S3Client.builder()
        .endpointOverride(URI.create(endpoint()))
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  public String endpoint() {
    return LOOPBACK + port;
  }

  /** Settings of a client with small parts. */
  public S3Config config() {
    return new S3Config(endpoint(), "", true, 5 << 20, Duration.ofSeconds(10), 6);
  }

  /** What Eddyline must be told to keep its versions in a bucket of this service. */
  public Map<String, String> settings(String bucket) {
    return Map.of(
        "eddyline.snapshot-store.uri",
        "s3://" + bucket + "/versions",
        "eddyline.snapshot-store.s3.endpoint",
        endpoint(),
        "eddyline.snapshot-store.s3.path-style",
        "true",
        "eddyline.snapshot-store.s3.attempts",
        "2");
  }

  /** Closes every connection and answers no more; the objects stay. */
  public void goAway() throws Exception {
    server.stop();
  }

  public void comeBack() throws Exception {
    server = serve(port);
  }

  @Override
  public void close() throws IOException {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IOException("the service does not stop", e);
    }
    objects.close();
  }
}
