package dev.bulwark.project.registry;

import dev.bulwark.kernel.json.Json;
import dev.bulwark.project.terminal.Terminal;
import dev.bulwark.registry.VersionId;
import dev.bulwark.registry.event.RegistryEvent;
import dev.bulwark.registry.state.RegistryState;
import dev.bulwark.registry.state.Version;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a version comes from and what came of it, as a tree.
///
/// Only what was there before counts as an origin, so that there is no way back to itself; and what
/// is reached in two ways is told once.
///
/// @param state the registry it is in
public record LineageTree(RegistryState state) {

  /// @param relation of the step to it; empty at the root
  /// @param name a version, or what people call it elsewhere
  /// @param standing where a version stands; empty for what is elsewhere
  private record Node(String relation, String name, String standing, List<Node> below) {
    Json.Obj json() {
      return Json.object()
          .put("relation", relation)
          .put("name", name)
          .put("standing", standing)
          .put("below", Json.array(below.stream().map(Node::json).toList()))
          .build();
    }
  }

  public void print(Terminal terminal, Version version, boolean json) {
    Node origins = origins("", version, new HashSet<>());
    Node offspring = offspring("", version, new HashSet<>());
    if (json) {
      terminal.line(
          Json.object()
              .put("version", version.id().toString())
              .put("comesFrom", Json.array(origins.below().stream().map(Node::json).toList()))
              .put("cameOfIt", Json.array(offspring.below().stream().map(Node::json).toList()))
              .build()
              .canonical());
      return;
    }
    terminal.line(version.id() + "  " + version.state().name());
    branch(terminal, "comes from", origins, "  nothing that is on record");
    branch(terminal, "came of it", offspring, "  nothing that is on record");
  }

  private static void branch(Terminal terminal, String title, Node root, String nothing) {
    terminal.line(title);
    if (root.below().isEmpty()) {
      terminal.line(nothing);
    }
    print(terminal, root, "  ");
  }

  private static void print(Terminal terminal, Node node, String indent) {
    for (int i = 0; i < node.below().size(); i++) {
      Node each = node.below().get(i);
      boolean isLast = i == node.below().size() - 1;
      terminal.line(
          "%s%s %s %s%s"
              .formatted(
                  indent,
                  isLast ? "└─" : "├─",
                  each.relation(),
                  each.name(),
                  each.standing().isEmpty() ? "" : "  " + each.standing()));
      print(terminal, each, indent + (isLast ? "   " : "│  "));
    }
  }

  /// @param told versions whose own origins were told already, and are not told again
  private Node origins(String relation, Version version, Set<VersionId> told) {
    List<Node> below = new ArrayList<>();
    if (!told.add(version.id())) {
      return again(relation, version);
    }
    for (RegistryEvent.Lineage from : version.lineage()) {
      Optional<Version> found =
          known(from).filter(it -> it.event().index() < version.event().index());
      below.add(
          found.isPresent()
              ? origins(from.relation(), found.get(), told)
              : new Node(from.relation(), from.name(), "", List.of()));
    }
    return node(relation, version, below);
  }

  /// The version that is meant; a name whose digest is another's is only a name.
  private Optional<Version> known(RegistryEvent.Lineage from) {
    return VersionId.parse(from.name())
        .flatMap(id -> Optional.ofNullable(state.versions().get(id)))
        .filter(version -> version.content().digest().equals(from.digest()));
  }

  private Node offspring(String relation, Version version, Set<VersionId> told) {
    List<Node> below = new ArrayList<>();
    if (!told.add(version.id())) {
      return again(relation, version);
    }
    for (Version other : state.versions().values()) {
      for (RegistryEvent.Lineage from : other.lineage()) {
        if (known(from).filter(version::equals).isPresent()
            && other.event().index() > version.event().index()) {
          below.add(offspring(from.relation(), other, told));
        }
      }
    }
    return node(relation, version, below);
  }

  private static Node node(String relation, Version version, List<Node> below) {
    return new Node(relation, version.id().toString(), version.state().name(), below);
  }

  private static Node again(String relation, Version version) {
    return new Node(
        relation, version.id().toString(), version.state().name() + ", told above", List.of());
  }
}
