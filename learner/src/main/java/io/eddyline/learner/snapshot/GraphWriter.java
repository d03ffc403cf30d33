package io.eddyline.learner.snapshot;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.Scoring;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The retrieval graph of {@link GraphNames} as {@code model.onnx}: the query, its scores ({@link
 * GraphScores}), the best of them ({@link GraphTopItems}).
 *
 * <p>Opset 18 in IR version 8, so that any ONNX Runtime from 1.14 on runs it. The tables stay
 * outside as external data, which ONNX Runtime maps instead of copying.
 */
final class GraphWriter {
  private static final int IR_VERSION = 8;
  private static final int OPSET = 18;

  private final TableShapes shapes;
  private final Scoring scoring;
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final GraphNodes nodes = new GraphNodes(graph);

  /**
   * Sizes of the tables.
   *
   * @param items rows of items.f32 and history.f32, at least 1
   * @param users rows of users.f32, with the unknown user
   * @param dimension floats a row
   * @param neighbours T, columns of neighbours.i32 and affinities.f32
   */
  record TableShapes(int items, int users, int dimension, int neighbours) {
    /** M, rows of items.f32. */
    int paddedItems() {
      return SnapshotFiles.paddedItems(items);
    }
  }

  private GraphWriter(TableShapes shapes, Scoring scoring) {
    this.shapes = shapes;
    this.scoring = scoring;
  }

  /** Writes the graph; its tables must stand in the same folder when it is loaded. */
  static void write(Path file, TableShapes shapes, Scoring scoring) throws IOException {
    write(file, new GraphWriter(shapes, scoring).build());
  }

  /** Writes any graph over a version's tables. */
  static void write(Path file, GraphProto graph) throws IOException {
    ModelProto model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("eddyline")
            .setDomain("io.eddyline")
            .setDocString(
                "A snapshot of an Eddyline model; its tables are external data beside it.")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
            .setGraph(graph)
            .build();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      model.writeTo(out);
    }
  }

  private GraphProto build() {
    graph
        .setName("eddyline-retrieval")
        .setDocString(
            "Scores every item for each query and answers the best k. "
                + "raw = users[user_row] + user_vector + sum_h history_weights[h] * "
                + "history[history_rows[h]]; score = raw / max(|raw|, 1e-8) . items^T / tau + bias;"
                + " score[neighbours[history_rows[h], t]] += neighbour_weights[h] * "
                + "affinities[history_rows[h], t]; pairs in exclusions score -inf.");
    GraphInterface.declare(graph, shapes);
    String query = new GraphQuery(nodes, shapes).add();
    String scores = new GraphScores(nodes, shapes, scoring).add(query);
    new GraphTopItems(nodes, shapes).add(scores);
    return graph.build();
  }
}
