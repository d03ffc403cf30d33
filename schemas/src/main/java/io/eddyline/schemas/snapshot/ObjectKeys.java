package io.eddyline.schemas.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * Keys of a version's objects.
 *
 * <pre>
 *   MODEL/VERSION/manifest.json                 the version exists while this does
 *   MODEL/VERSION/manifest.sig.0123456789abcdef signature of the manifest of that SHA-256
 *   MODEL/VERSION/items.f32.0123456789abcdef    a file with the first 8 bytes of its SHA-256
 * </pre>
 *
 * <p>A key with a digest in it never stands for two contents: a writer that has lost the version's
 * number to another one cannot have replaced any of its files. Readers find the digests in the
 * manifest.
 */
record ObjectKeys(String model, long version) {
  ObjectKeys {
    SnapshotNames.requireModel(model);
  }

  /** What the keys of all versions of a model begin with. */
  static String ofModel(String model) {
    return SnapshotNames.requireModel(model) + "/";
  }

  /** The version of a manifest's key, null of any other key of the model. */
  static @Nullable Long versionOfManifest(String model, String key) {
    Long version = versionOf(model, key);
    return version != null && key.equals(new ObjectKeys(model, version).manifest())
        ? version
        : null;
  }

  /** The version that a key belongs to, null if it is none of the model's versions. */
  static @Nullable Long versionOf(String model, String key) {
    String[] names = key.split("/", -1);
    return names.length == 3 && names[0].equals(model) && SnapshotNames.isVersion(names[1])
        ? Long.valueOf(names[1])
        : null;
  }

  /** What all keys of the version begin with. */
  String all() {
    return "%s/%d/".formatted(model, version);
  }

  String manifest() {
    return all() + SnapshotFiles.MANIFEST;
  }

  String signature(String manifestSha256) {
    return withDigest(SnapshotFiles.SIGNATURE, manifestSha256);
  }

  String file(String name, Manifest.FileDigest digest) {
    return withDigest(name, digest.sha256());
  }

  private String withDigest(String name, String sha256) {
    return "%s%s.%.16s".formatted(all(), name, sha256);
  }
}
