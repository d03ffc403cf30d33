package io.eddyline.k8s.bench.overlay;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.eddyline.schemas.snapshot.GraphNames;
import io.eddyline.schemas.snapshot.SnapshotFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A version's graph with an input block of further candidates, which take part in the same list.
 *
 * <pre>
 *   block       float32 [L, d]   candidate vectors, zeros as padding; L is whole groups
 *   block_bias  float32 [L]      prior of each, -inf of the padding, which is one slot at least
 *   places      int32   [M]      where the score of a row of the table stands, see {@link Join}
 *
 *   item_rows   as in the version's graph; slot s of the block is M + s
 * </pre>
 *
 * <p>What the block has in the place of a row is hidden in the bias. Exclusions and affinities name
 * rows of the table and reach the block by {@code places}.
 */
final class BlockGraph {
  static final String BLOCK = "block";
  static final String BLOCK_BIAS = "block_bias";
  static final String PLACES = "places";

  private static final String PRODUCTS = "products";
  private static final String ALL_SCORES = "all_scores";
  private static final String CHANGED_ROWS = "changed_rows";
  private static final String CHANGES = "changes";
  private static final String BLOCK_PRODUCTS = "block_products";
  private static final String CHANGED_PLACES = "changed_places";
  private static final String TABLE_SCORES = "table_scores";
  private static final String TABLE_ROWS = "table_rows";

  private final GraphProto.Builder graph;
  private final int paddedItems;
  private final int dimension;

  /** Where table and block come together. */
  enum Join {
    /**
     * All scores behind one another, one search for the best. A row's place is its own, or M + its
     * slot.
     */
    SCORES,
    /** The best of each, and the best of those. A row's place is its slot, or the last one. */
    BEST
  }

  private BlockGraph(GraphProto.Builder graph, int items, int dimension) {
    this.graph = graph;
    this.paddedItems = SnapshotFiles.paddedItems(items);
    this.dimension = dimension;
  }

  /** Writes the graph beside the version's own, whose tables it shares. */
  static Path write(Path version, int items, int dimension, Join join) throws IOException {
    ModelProto model =
        ModelProto.parseFrom(Files.readAllBytes(version.resolve(SnapshotFiles.MODEL)));
    BlockGraph made = new BlockGraph(model.getGraph().toBuilder(), items, dimension);
    made.addBlock();
    switch (join) {
      case SCORES -> made.joinScores();
      case BEST -> made.joinBest();
    }
    Path file = file(version, join);
    Files.write(file, model.toBuilder().setGraph(made.graph).build().toByteArray());
    return file;
  }

  /** Where {@link #write} puts it. */
  static Path file(Path version, Join join) {
    return version.resolve("block-%s.onnx".formatted(join.name().toLowerCase(Locale.ROOT)));
  }

  private void addBlock() {
    graph
        .addInput(input(BLOCK, DataType.FLOAT, "L", dimension))
        .addInput(input(BLOCK_BIAS, DataType.FLOAT, "L"))
        .addInput(input(PLACES, DataType.INT32, paddedItems));
    NodeProto table = graph.getNode(indexOf(PRODUCTS));
    graph.addNode(
        node("Gemm", List.of(table.getInput(0), BLOCK, BLOCK_BIAS), BLOCK_PRODUCTS)
            .addAllAttribute(table.getAttributeList()));
    graph.addInitializer(int64("in_a_row", -1));
    add("Shape", List.of(CHANGED_ROWS), "changed_shape");
    add("Reshape", List.of(CHANGED_ROWS, "in_a_row"), "changed_in_a_row");
    add("GatherElements", List.of(PLACES, "changed_in_a_row"), "places_in_a_row", axis(0));
    add("Reshape", List.of("places_in_a_row", "changed_shape"), CHANGED_PLACES);
  }

  private void joinScores() {
    add("Concat", List.of(PRODUCTS, BLOCK_PRODUCTS), "all_products", axis(1));
    int at = indexOf(ALL_SCORES);
    graph.setNode(
        at,
        graph.getNode(at).toBuilder()
            .setInput(0, "all_products")
            .setInput(1, CHANGED_PLACES)
            .build());
    for (int k = 0; k < graph.getInitializerCount(); k++) {
      if (graph.getInitializer(k).getName().equals("by_group")) {
        graph.setInitializer(k, int64("by_group", 0, -1, SnapshotFiles.ITEM_GROUP));
      }
    }
    sort();
  }

  private void joinBest() {
    rename(GraphNames.SCORES, TABLE_SCORES);
    rename(GraphNames.ITEM_ROWS, TABLE_ROWS);
    graph.addNode(
        node("ScatterElements", List.of(BLOCK_PRODUCTS, CHANGED_PLACES, CHANGES), "block_scores")
            .addAllAttribute(graph.getNode(indexOf(ALL_SCORES)).getAttributeList()));
    graph.addNode(
        node("TopK", List.of("block_scores", GraphNames.K), "best_of_block")
            .addOutput("best_slots")
            .addAttribute(axis(1)));
    graph.addInitializer(int64("block_begin", paddedItems));
    add("Add", List.of("best_slots", "block_begin"), "block_rows");
    add("Concat", List.of(TABLE_SCORES, "best_of_block"), "both_scores", axis(1));
    add("Concat", List.of(TABLE_ROWS, "block_rows"), "both_rows", axis(1));
    graph.addNode(
        node("TopK", List.of("both_scores", GraphNames.K), GraphNames.SCORES)
            .addOutput("best_of_both")
            .addAttribute(axis(1)));
    add("GatherElements", List.of("both_rows", "best_of_both"), GraphNames.ITEM_ROWS, axis(1));
  }

  private void rename(String output, String to) {
    for (int k = 0; k < graph.getNodeCount(); k++) {
      int at = graph.getNode(k).getOutputList().indexOf(output);
      if (at >= 0) {
        graph.setNode(k, graph.getNode(k).toBuilder().setOutput(at, to).setName(to).build());
      }
    }
  }

  /** Nodes stand behind those whose outputs they read: what uses the joined scores goes last. */
  private void sort() {
    int from = indexOf(ALL_SCORES);
    int ownEnd = indexOf(BLOCK_PRODUCTS);
    List<NodeProto> nodes = graph.getNodeList();
    List<NodeProto> search = List.copyOf(nodes.subList(from, ownEnd));
    List<NodeProto> block = List.copyOf(nodes.subList(ownEnd, nodes.size()));
    List<NodeProto> before = List.copyOf(nodes.subList(0, from));
    graph.clearNode().addAllNode(before).addAllNode(block).addAllNode(search);
  }

  private int indexOf(String output) {
    for (int k = 0; k < graph.getNodeCount(); k++) {
      if (graph.getNode(k).getOutputList().contains(output)) {
        return k;
      }
    }
    throw new IllegalStateException("the version's graph has no node that answers " + output);
  }

  private void add(String operator, List<String> inputs, String output, AttributeProto... more) {
    graph.addNode(node(operator, inputs, output).addAllAttribute(List.of(more)));
  }

  private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setName(output)
        .setOpType(operator)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static AttributeProto axis(long axis) {
    return AttributeProto.newBuilder()
        .setName("axis")
        .setType(AttributeProto.AttributeType.INT)
        .setI(axis)
        .build();
  }

  private static TensorProto int64(String name, long... values) {
    TensorProto.Builder vector =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      vector.addInt64Data(value);
    }
    return vector.build();
  }

  /** An input; sizes are names or numbers. */
  private static ValueInfoProto input(String name, DataType type, Object... shape) {
    TensorShapeProto.Builder sizes = TensorShapeProto.newBuilder();
    for (Object size : shape) {
      var dimension = sizes.addDimBuilder();
      if (size instanceof Integer known) {
        dimension.setDimValue(known);
      } else {
        dimension.setDimParam(size.toString());
      }
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(
            TypeProto.newBuilder()
                .setTensorType(
                    TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(sizes)))
        .build();
  }
}
