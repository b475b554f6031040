package dev.bulwark.registry.lesson;

import dev.bulwark.kernel.bytes.Digest;
import java.util.Optional;

/// What was changed because of something, or why nothing was.
public sealed interface Change {

  /// A rule this program knows: `rule:PKL-001`.
  record Rule(String id) implements Change {}

  /// A test file of the project, as it was then: `test:tests/drift_test.py`.
  record Test(String path, Digest digest) implements Change {}

  /// A limit this program works under: `limit:release-wait`.
  record Limit(String name) implements Change {}

  /// A control of the catalogue: `control:UPD-01`.
  record Control(String id) implements Change {}

  /// Nothing, for the reason the lesson gives: `none`.
  record None() implements Change {}

  /// As people write it.
  default String text() {
    return switch (this) {
      case Rule(String id) -> "rule:" + id;
      case Test(String path, Digest _) -> "test:" + path;
      case Limit(String name) -> "limit:" + name;
      case Control(String id) -> "control:" + id;
      case None() -> "none";
    };
  }

  /// The digest of what was changed, where it is a file.
  default Optional<Digest> file() {
    return this instanceof Test(String _, Digest digest) ? Optional.of(digest) : Optional.empty();
  }

  /// What can be looked up of a change, then and now. A port: rules, controls and files belong to
  /// others.
  interface Lookup {

    /// Parses what people write, when it names something that is there.
    ///
    /// @throws dev.bulwark.registry.RegistryFault `registry-unknown` with what there is
    Change find(String text);

    /// Whether what a change names is still there.
    boolean stands(Change change);
  }
}
