package dev.bulwark.inventory.document;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;

/// What became of bytes read as JSON, YAML or TOML.
public sealed interface Document {

  record Tree(Node root) implements Document {}

  /// @param line from 1
  /// @param problem expected and found, one line
  record Broken(int line, String problem) implements Document {}

  /// @throws Budget.OverLimit when a bound is hit
  static Document json(Bytes bytes, Budget budget) {
    return JsonDocument.read(bytes, budget);
  }

  /// @throws Budget.OverLimit when a bound is hit
  static Document yaml(Bytes bytes, Budget budget) {
    return YamlDocument.read(bytes, budget);
  }

  /// @throws Budget.OverLimit when a bound is hit
  static Document toml(Bytes bytes, Budget budget) {
    return TomlDocument.read(bytes, budget);
  }
}
