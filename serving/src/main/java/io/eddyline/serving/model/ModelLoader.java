package io.eddyline.serving.model;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import io.eddyline.schemas.error.EddylineException;
import io.eddyline.schemas.error.FormatException;
import io.eddyline.schemas.snapshot.FiniteTables;
import io.eddyline.schemas.snapshot.Manifest;
import io.eddyline.schemas.snapshot.Probes;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import io.eddyline.schemas.snapshot.SnapshotStore;
import io.eddyline.schemas.snapshot.StoredSnapshot;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.util.List;

/**
 * Turns a stored version into a model, or refuses it.
 *
 * <ol>
 *   <li>the manifest is of a known format and the one that was announced;
 *   <li>a trusted key has signed it, if keys are set;
 *   <li>it is no larger than the settings allow;
 *   <li>every file has its size and digest;
 *   <li>the files fit together, every number is finite;
 *   <li>ONNX Runtime loads the graph, whose inputs and outputs are the ones that it must have;
 *   <li>every probe is answered as the learner expects; these runs also warm the session up.
 * </ol>
 *
 * <p>Threading: stateless; the model agent's thread.
 */
final class ModelLoader {
  private static final List<String> REQUIRED =
      List.of(
          SnapshotFiles.ITEMS,
          SnapshotFiles.HISTORY,
          SnapshotFiles.USERS,
          SnapshotFiles.POPULARITY,
          SnapshotFiles.TREND,
          SnapshotFiles.NEIGHBOURS,
          SnapshotFiles.AFFINITIES,
          SnapshotFiles.ITEM_IDS,
          SnapshotFiles.USER_IDS,
          SnapshotFiles.HISTORIES,
          SnapshotFiles.SEEN,
          SnapshotFiles.CATALOGUE,
          SnapshotFiles.PROBES);

  private final SnapshotStore store;
  private final Inference inference;

  ModelLoader(SnapshotStore store, Inference inference) {
    this.store = store;
    this.inference = inference;
  }

  /**
   * Loads a version.
   *
   * @param pace is asked between any two pieces of work
   * @throws ModelRefusedException if it must not be served
   * @throws IOException if the store does not answer; the same call may succeed later
   */
  LoadedModel load(ModelVersion wanted, LoadPace pace) throws IOException {
    StoredSnapshot snapshot = open(wanted);
    requireTrusted(snapshot);
    requireWithinLimits(snapshot);
    try {
      snapshot.verify(pace::pause);
    } catch (FormatException e) {
      throw new ModelRefusedException(RefusalReason.DIGEST, e.getMessage(), e);
    }
    Arena files = Arena.ofShared();
    boolean loaded = false;
    try {
      LoadedModel model = assemble(snapshot, files, pace);
      loaded = true;
      return model;
    } catch (ModelRefusedException e) {
      throw e;
    } catch (FormatException | CharacterCodingException e) {
      throw new ModelRefusedException(RefusalReason.CONTENT, e.getMessage(), e);
    } catch (OrtException | EddylineException e) {
      throw new ModelRefusedException(RefusalReason.GRAPH, e.getMessage(), e);
    } finally {
      if (!loaded) {
        files.close();
      }
    }
  }

  private StoredSnapshot open(ModelVersion wanted) throws IOException {
    try {
      StoredSnapshot snapshot = store.open(wanted.model(), wanted.version());
      wanted.requireManifest(snapshot.manifestSha256());
      return snapshot;
    } catch (FormatException e) {
      throw new ModelRefusedException(RefusalReason.MANIFEST, e.getMessage(), e);
    }
  }

  private static void requireTrusted(StoredSnapshot snapshot) throws IOException {
    try {
      snapshot.requireTrusted();
    } catch (FormatException e) {
      throw new ModelRefusedException(RefusalReason.SIGNATURE, e.getMessage(), e);
    }
  }

  private static void requireWithinLimits(StoredSnapshot snapshot) {
    try {
      snapshot.requireWithinLimits();
    } catch (FormatException e) {
      throw new ModelRefusedException(RefusalReason.SIZE, e.getMessage(), e);
    }
  }

  private LoadedModel assemble(StoredSnapshot snapshot, Arena files, LoadPace pace)
      throws IOException, OrtException {
    Manifest manifest = snapshot.manifest();
    boolean empty = manifest.counts().items() == 0;
    requireFiles(manifest, empty);
    ItemRows items = new ItemRows(snapshot, files, pace);
    UserRows users = new UserRows(snapshot, items.count(), files, pace);
    requireCounts(manifest, items, users);
    NeighbourCheck.require(snapshot, pace);
    ClusterCheck.require(snapshot, pace);
    FiniteTables.require(snapshot, pace::pause);
    EmbeddingTables tables = new EmbeddingTables(snapshot, files);
    if (empty) {
      return new LoadedModel(manifest, items, users, tables, null, files);
    }
    RetrievalGraph graph =
        RetrievalGraph.open(snapshot, inference.intraOpThreads(), inference.prepacking());
    pace.pause();
    try {
      requireInterface(graph, manifest);
      return new LoadedModel(
          manifest,
          items,
          users,
          tables,
          scored(snapshot, graph, items, users, files, pace),
          files);
    } catch (RuntimeException | IOException | OrtException e) {
      graph.close();
      throw e;
    }
  }

  private static void requireInterface(RetrievalGraph graph, Manifest manifest)
      throws OrtException {
    try {
      graph.requireInterface(manifest);
    } catch (FormatException e) {
      throw new ModelRefusedException(RefusalReason.GRAPH, e.getMessage(), e);
    }
  }

  /**
   * Runs the probes under the priors alone, then hides what is unavailable. The bias lies outside
   * the heap, where the tensor sees it as it is.
   */
  private LoadedModel.ScoredGraph scored(
      StoredSnapshot snapshot,
      RetrievalGraph graph,
      ItemRows items,
      UserRows users,
      Arena files,
      LoadPace pace)
      throws IOException, OrtException {
    Probes probes = Probes.fromJson(Files.readAllBytes(snapshot.file(SnapshotFiles.PROBES)));
    FloatBuffer bias =
        files
            .allocate(ValueLayout.JAVA_FLOAT, items.count())
            .asByteBuffer()
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    items.priors(bias);
    OnnxTensor tensor = graph.bias(bias);
    ProbeCheck check = new ProbeCheck(snapshot.manifest().scoring(), items.count(), users.count());
    Manifest.Retrieval clusters = snapshot.manifest().retrieval();
    try {
      check.require(
          probes,
          (query, k) -> {
            pace.pause();
            return graph.rankExactly(List.of(query), tensor, new int[] {k}).getFirst();
          });
      if (clusters != null) {
        check.requireSubset(
            probes,
            clusters.probeRecall(),
            (query, k) -> {
              pace.pause();
              return graph.search(List.of(query), tensor, new int[] {k}).getFirst();
            });
      }
    } catch (RuntimeException e) {
      tensor.close();
      throw e;
    }
    items.hideUnavailable(bias);
    return new LoadedModel.ScoredGraph(
        graph,
        tensor,
        bias,
        new BiasPool(graph, bias, files),
        new RankingQueue(graph::rank, graph::rankExactly, tensor, inference));
  }

  private static void requireFiles(Manifest manifest, boolean empty) {
    for (String name : REQUIRED) {
      if (!manifest.files().containsKey(name)) {
        throw new FormatException("manifest does not list " + name);
      }
    }
    if (!empty && !manifest.files().containsKey(SnapshotFiles.MODEL)) {
      throw new FormatException("manifest does not list " + SnapshotFiles.MODEL);
    }
    long rowBytes = (long) manifest.dimension() * Float.BYTES;
    int paddedItems = SnapshotFiles.paddedItems(manifest.counts().items());
    requireBytes(manifest, SnapshotFiles.ITEMS, rowBytes * paddedItems);
    requireBytes(manifest, SnapshotFiles.HISTORY, rowBytes * manifest.counts().items());
    long neighbours = (long) manifest.neighbourCount() * manifest.counts().items();
    requireBytes(manifest, SnapshotFiles.NEIGHBOURS, Integer.BYTES * neighbours);
    requireBytes(manifest, SnapshotFiles.AFFINITIES, Float.BYTES * neighbours);
    if (manifest.files().containsKey(SnapshotFiles.COUNTS)) {
      requireBytes(manifest, SnapshotFiles.COUNTS, Short.BYTES * neighbours);
    }
    requireBytes(manifest, SnapshotFiles.USERS, rowBytes * (manifest.counts().users() + 1L));
    if (manifest.retrieval() != null) {
      requireClusters(manifest, manifest.retrieval());
    }
  }

  private static void requireClusters(Manifest manifest, Manifest.Retrieval clusters) {
    if (!manifest.files().containsKey(SnapshotFiles.EXACT_MODEL)) {
      throw new FormatException("manifest does not list " + SnapshotFiles.EXACT_MODEL);
    }
    long slots = (long) clusters.clusters() * clusters.slots();
    long rowBytes = (long) manifest.dimension() * Float.BYTES;
    requireBytes(manifest, SnapshotFiles.CENTROIDS, rowBytes * clusters.clusters());
    requireBytes(manifest, SnapshotFiles.CLUSTER_PRIORS, (long) Float.BYTES * clusters.clusters());
    requireBytes(manifest, SnapshotFiles.CLUSTER_ROWS, Integer.BYTES * slots);
    requireBytes(manifest, SnapshotFiles.CLUSTER_CODES, manifest.dimension() * slots);
    requireBytes(manifest, SnapshotFiles.CLUSTER_SUMS, Integer.BYTES * slots);
    requireBytes(
        manifest, SnapshotFiles.ITEM_POSITIONS, (long) Integer.BYTES * manifest.counts().items());
  }

  private static void requireBytes(Manifest manifest, String name, long expected) {
    Manifest.FileDigest file = manifest.files().get(name);
    if (file == null || file.bytes() != expected) {
      throw new FormatException(
          "%s has %s bytes, expected %d"
              .formatted(name, file == null ? "no" : Long.toString(file.bytes()), expected));
    }
  }

  private static void requireCounts(Manifest manifest, ItemRows items, UserRows users) {
    Manifest.Counts counts = manifest.counts();
    if (counts.items() != items.count() || counts.users() != users.count()) {
      throw new FormatException(
          "vocabularies of %d items and %d users, the manifest says %d and %d"
              .formatted(items.count(), users.count(), counts.items(), counts.users()));
    }
  }
}
