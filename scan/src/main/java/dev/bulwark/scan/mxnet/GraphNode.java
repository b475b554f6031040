package dev.bulwark.scan.mxnet;

import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// A node of an MXNet graph: an object in an array `nodes`, with an `op` and a `name`.
///
/// @param at where the operator's name starts
record GraphNode(String operator, String name, long at) {

  /// The first node of each operator, in the order of the text; those of the graphs inside of nodes
  /// included. A node that names two operators is of both.
  static Stream<GraphNode> firstOfEach(JsonView view) {
    Map<String, GraphNode> first = new LinkedHashMap<>();
    view.documents().stream()
        .flatMap(GraphNode::all)
        .forEach(node -> first.putIfAbsent(node.operator(), node));
    return first.values().stream();
  }

  private static Stream<GraphNode> all(JsonTree document) {
    return document instanceof JsonTree.Obj graph
            && graph.has("nodes")
            && graph.has("arg_nodes")
            && graph.has("heads")
        ? graph.walk().filter(named -> named.name().equals("nodes")).flatMap(GraphNode::of)
        : Stream.empty();
  }

  private static Stream<GraphNode> of(JsonTree.Named named) {
    return named.value() instanceof JsonTree.Obj node
        ? node.all("op").stream()
            .filter(JsonTree.Text.class::isInstance)
            .map(JsonTree.Text.class::cast)
            .map(op -> new GraphNode(op.value(), node.text("name").orElse(""), op.at()))
        : Stream.empty();
  }
}
