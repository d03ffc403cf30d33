package io.eddyline.k8s.broker;

import java.util.concurrent.CompletableFuture;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.loader.LoaderManifest;
import org.apache.kafka.image.publisher.MetadataPublisher;
import org.apache.kafka.metadata.BrokerRegistration;

/**
 * Reads the cluster's metadata until a broker leads nothing: it is fenced, or was never there.
 *
 * <p>Threading: called by the thread that loads the metadata; the future is for any.
 */
final class FencingWatch implements MetadataPublisher {
  private final int broker;
  private final CompletableFuture<Void> fenced = new CompletableFuture<>();

  FencingWatch(int broker) {
    this.broker = broker;
  }

  /** Completes when the metadata say so for the first time. */
  CompletableFuture<Void> fenced() {
    return fenced;
  }

  @Override
  public String name() {
    return "FencingWatch";
  }

  @Override
  public void onMetadataUpdate(MetadataDelta delta, MetadataImage image, LoaderManifest manifest) {
    BrokerRegistration registration = image.cluster().broker(broker);
    if (registration == null || registration.fenced()) {
      fenced.complete(null);
    }
  }

  @Override
  public void close() {}
}
