package io.eddyline.serving;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.eddyline.schemas.record.SnapshotAnnouncement;
import io.eddyline.schemas.serde.RecordSerdes;
import io.eddyline.schemas.snapshot.FileSnapshotStore;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Consumer;

/** A store in a temporary folder into which golden versions are put, whole or damaged. */
public final class GoldenStore {
  public static final String MODEL = "main";

  /** The golden version without items. */
  public static final int EMPTY = 1;

  /** A golden model whose one version looks at clusters of items. */
  public static final String CLUSTERED = "clustered";

  private static final Path GOLDEN = Path.of("src", "test", "resources", "snapshots");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  public GoldenStore(Path root) {
    this.root = root;
  }

  public FileSnapshotStore store() {
    return new FileSnapshotStore(root);
  }

  /** Publishes the golden version {@code golden} as {@code version}. */
  public Path put(long version, int golden) throws IOException {
    return put(MODEL, version, golden);
  }

  /** Publishes the golden version {@code golden} as a version of another model. */
  public Path put(String model, long version, int golden) throws IOException {
    return put(model, version, GOLDEN.resolve(MODEL).resolve(Integer.toString(golden)));
  }

  /** Publishes the golden version that looks at clusters as version 1 of its model. */
  public Path putClustered() throws IOException {
    return put(CLUSTERED, 1, GOLDEN.resolve(CLUSTERED).resolve("1"));
  }

  private Path put(String model, long version, Path golden) throws IOException {
    Path draft = Files.createTempDirectory(Files.createDirectories(root.resolve(model)), ".put-");
    try (var files = Files.list(golden)) {
      for (Path file : files.toList()) {
        Files.copy(file, draft.resolve(file.getFileName()));
      }
    }
    editManifest(draft, manifest -> manifest.put("model", model).put("version", version));
    return Files.move(draft, root.resolve(model).resolve(Long.toString(version)));
  }

  /** Rewrites a version's manifest. */
  public static void editManifest(Path folder, Consumer<ObjectNode> edit) throws IOException {
    Path file = folder.resolve(SnapshotFiles.MANIFEST);
    ObjectNode manifest = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
    edit.accept(manifest);
    Files.write(file, JSON.writeValueAsBytes(manifest));
  }

  /** Adds a file to a version and to its manifest. */
  public static void put(Path folder, String name, byte[] content) throws Exception {
    editManifest(folder, manifest -> ((ObjectNode) manifest.get("files")).putObject(name));
    replace(folder, name, content);
  }

  /** Replaces a file and makes size and digest in the manifest those of the new one. */
  public static void replace(Path folder, String name, byte[] content) throws Exception {
    Files.write(folder.resolve(name), content);
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    editManifest(
        folder,
        manifest ->
            ((ObjectNode) manifest.get("files").get(name))
                .put("bytes", content.length)
                .put("sha256", digest));
  }

  /** The value of a record that announces a version of this store. */
  public static byte[] announcement(String model, long version, String manifestSha256) {
    return RecordSerdes.SNAPSHOT_ANNOUNCEMENT.encode(
        SnapshotAnnouncement.newBuilder()
            .setModel(model)
            .setVersion(version)
            .setLocation(model + "/" + version)
            .setManifestSha256(manifestSha256)
            .build());
  }

  /** The announcement of a version as it stands in the store. */
  public byte[] announcement(long version) throws Exception {
    return announcement(MODEL, version);
  }

  /** The announcement of a version of another model. */
  public byte[] announcement(String model, long version) throws Exception {
    byte[] manifest =
        Files.readAllBytes(
            root.resolve(model).resolve(Long.toString(version)).resolve(SnapshotFiles.MANIFEST));
    return announcement(
        model,
        version,
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(manifest)));
  }
}
