package io.eddyline.schemas.snapshot;

import io.eddyline.schemas.error.FormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Snapshots in an object store; see {@link ObjectKeys} for the keys.
 *
 * <p>A version exists while its manifest does, which is the last object that is written and the
 * first that is removed. It is written under the condition that there is none: of two builders one
 * has the version. Files that were uploaded for a version that never came to be are removed when
 * they have not changed for long.
 *
 * <p>Readers bring the files of a version into a folder of the machine, where they can be mapped.
 *
 * <p>Threading: thread-safe; one process writes a model at a time.
 */
public final class ObjectSnapshotStore implements SnapshotStore {
  private static final Logger LOG = LoggerFactory.getLogger(ObjectSnapshotStore.class);

  private final ObjectStore objects;
  private final SnapshotCache cache;
  private final long abandonedMs;
  private final InstantSource clock;
  private final ReadPolicy policy;
  private final @Nullable ManifestSigner signer;

  /**
   * A store that signs nothing and whose readers demand nothing beyond sound files.
   *
   * @param objects closed with the store
   * @param folder of the machine for copies of versions
   * @param copies of versions in the folder
   * @param abandoned age at which an upload that never came to be a version is removed
   * @throws IOException if the folder cannot be used
   */
  public static ObjectSnapshotStore open(
      ObjectStore objects, Path folder, int copies, Duration abandoned, InstantSource clock)
      throws IOException {
    SnapshotCache cache = new SnapshotCache(folder, copies, clock);
    cache.removeLeftovers();
    return new ObjectSnapshotStore(
        objects, cache, abandoned.toMillis(), clock, ReadPolicy.OPEN, null);
  }

  private ObjectSnapshotStore(
      ObjectStore objects,
      SnapshotCache cache,
      long abandonedMs,
      InstantSource clock,
      ReadPolicy policy,
      @Nullable ManifestSigner signer) {
    this.objects = objects;
    this.cache = cache;
    this.abandonedMs = abandonedMs;
    this.clock = clock;
    this.policy = policy;
    this.signer = signer;
  }

  @Override
  public ObjectSnapshotStore demanding(ReadPolicy required) {
    return new ObjectSnapshotStore(objects, cache, abandonedMs, clock, required, signer);
  }

  @Override
  public ObjectSnapshotStore signedBy(ManifestSigner key) {
    return new ObjectSnapshotStore(objects, cache, abandonedMs, clock, policy, key);
  }

  @Override
  public SnapshotDraft draft(String model, long version) throws IOException {
    ObjectKeys keys = new ObjectKeys(model, version);
    try {
      removeAbandoned(model);
    } catch (ObjectStoreException e) {
      LOG.warn("what never came to be of {} stays for now: {}", model, e.getMessage());
    }
    return new SnapshotDraft(
        cache.draft(keys), signer, (folder, manifest) -> publish(keys, folder, manifest));
  }

  private void publish(ObjectKeys keys, Path draft, Manifest manifest) throws IOException {
    for (Map.Entry<String, Manifest.FileDigest> file : manifest.files().entrySet()) {
      String key = keys.file(file.getKey(), file.getValue());
      objects.write(key, draft.resolve(file.getKey()), file.getValue());
    }
    byte[] json = manifest.toJson();
    String sha256 = Digests.sha256(json);
    if (signer != null) {
      boolean _ = objects.create(keys.signature(sha256), signer.sign(json));
    }
    if (!objects.create(keys.manifest(), json)) {
      throw SnapshotDraft.existsAlready("%s/%s".formatted(objects, keys.all()));
    }
    adopt(draft, cache.folder(keys, sha256));
  }

  /* The version is visible: whatever happens to its copy here changes nothing of that. */
  private void adopt(Path draft, Path folder) throws IOException {
    try {
      synchronized (cache.lock(folder)) {
        cache.admit(draft, folder);
      }
    } catch (IOException e) {
      LOG.warn("{} is not kept here: {}", folder, e.toString());
      SnapshotDraft.deleteTree(draft);
    }
  }

  @Override
  public List<Long> versions(String model) throws IOException {
    List<Long> versions = new ArrayList<>();
    for (ObjectStore.Listed object : objects.list(ObjectKeys.ofModel(model))) {
      Long version = ObjectKeys.versionOfManifest(model, object.key());
      if (version != null) {
        versions.add(version);
      }
    }
    versions.sort(null);
    return versions;
  }

  @Override
  public StoredSnapshot open(String model, long version) throws IOException {
    ObjectKeys keys = new ObjectKeys(model, version);
    String place = "%s/%s".formatted(objects, keys.manifest());
    byte[] json = manifest(keys, place);
    if (json == null) {
      throw new FormatException(
          "no snapshot %d of model %s in %s".formatted(version, model, objects));
    }
    Manifest manifest = Manifest.fromJson(json, model, version, place);
    String sha256 = Digests.sha256(json);
    Path folder = cache.folder(keys, sha256);
    return new StoredSnapshot(
        folder, manifest, json, policy, new CachedFiles(objects, cache, keys, folder, sha256));
  }

  private byte @Nullable [] manifest(ObjectKeys keys, String place) throws IOException {
    try (ObjectContent content = objects.read(keys.manifest())) {
      if (content == null) {
        return null;
      }
      if (content.sizeBytes() > SnapshotLimits.MAX_MANIFEST_BYTES) {
        throw new FormatException(
            "%s has %d bytes, expected at most %d"
                .formatted(place, content.sizeBytes(), SnapshotLimits.MAX_MANIFEST_BYTES));
      }
      byte[] json = content.stream().readNBytes((int) content.sizeBytes());
      if (json.length != content.sizeBytes()) {
        throw new ObjectStoreException(
            "%s ended after %d of %d bytes".formatted(place, json.length, content.sizeBytes()));
      }
      return json;
    }
  }

  @Override
  public long changedAtMs(String model, long version) throws IOException {
    String manifest = new ObjectKeys(model, version).manifest();
    for (ObjectStore.Listed object : objects.list(manifest)) {
      if (object.key().equals(manifest)) {
        return object.changedAtMs();
      }
    }
    return clock.millis(); // removed in the meantime
  }

  @Override
  public Map<String, FileStamp> stamps(String model, long version) throws IOException {
    ObjectKeys keys = new ObjectKeys(model, version);
    Map<String, FileStamp> stamps = new TreeMap<>();
    for (ObjectStore.Listed object : objects.list(keys.all())) {
      stamps.put(
          object.key().substring(keys.all().length()),
          new FileStamp(object.sizeBytes(), object.tag()));
    }
    return stamps.containsKey(SnapshotFiles.MANIFEST) ? stamps : Map.of();
  }

  /** {@inheritDoc} Out of sight with its manifest. */
  @Override
  public void delete(String model, long version) throws IOException {
    ObjectKeys keys = new ObjectKeys(model, version);
    objects.delete(keys.manifest());
    for (ObjectStore.Listed object : objects.list(keys.all())) {
      objects.delete(object.key());
    }
  }

  /** Removes objects of versions without a manifest, and uploads in parts, if they are old. */
  private void removeAbandoned(String model) throws IOException {
    long beforeMs = clock.millis() - abandonedMs;
    objects.abandonUploads(ObjectKeys.ofModel(model), beforeMs);
    Map<Long, List<String>> keys = new HashMap<>();
    Set<Long> kept = new HashSet<>();
    for (ObjectStore.Listed object : objects.list(ObjectKeys.ofModel(model))) {
      Long version = ObjectKeys.versionOf(model, object.key());
      if (version == null) {
        continue; // not ours
      }
      keys.computeIfAbsent(version, _ -> new ArrayList<>()).add(object.key());
      if (object.changedAtMs() >= beforeMs
          || ObjectKeys.versionOfManifest(model, object.key()) != null) {
        kept.add(version);
      }
    }
    keys.keySet().removeAll(kept);
    for (Map.Entry<Long, List<String>> abandoned : keys.entrySet()) {
      LOG.info(
          "{} objects of version {} of {}, which never came to be, are removed",
          abandoned.getValue().size(),
          abandoned.getKey(),
          model);
      for (String key : abandoned.getValue()) {
        objects.delete(key);
      }
    }
  }

  @Override
  public void close() {
    objects.close();
  }
}
