package dev.bulwark.scan.jinja;

import java.util.ArrayList;
import java.util.List;

/// The statements within a statement.
final class Bodies {
  private Bodies() {}

  static List<List<Node>> of(Node node) {
    return switch (node) {
      case Node.Data _, Node.Print _, Node.Assign _, Node.Load _, Node.Do _, Node.Jump _ ->
          List.of();
      case Node.For loop -> List.of(loop.body(), loop.otherwise());
      case Node.If choice -> {
        List<List<Node>> bodies = new ArrayList<>();
        choice.branches().forEach(branch -> bodies.add(branch.body()));
        bodies.add(choice.otherwise());
        yield bodies;
      }
      case Node.AssignBlock block -> List.of(block.body());
      case Node.Macro macro -> List.of(macro.body());
      case Node.CallBlock block -> List.of(block.body());
      case Node.FilterBlock block -> List.of(block.body());
      case Node.With with -> List.of(with.body());
      case Node.Body body -> List.of(body.body());
    };
  }
}
