package dev.bulwark.govern.manifest;

import dev.bulwark.govern.yaml.Yaml;
import dev.bulwark.govern.yaml.YamlReader;
import dev.bulwark.govern.yaml.YamlReading;
import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.bytes.Bytes;
import java.util.List;

/// Names the tool servers of a Model Context Protocol configuration: the keys of `mcpServers` or
/// `servers`. JSON is read as the YAML it also is.
final class McpServers {
  private static final YamlReader READER = new YamlReader(ByteSize.ofMib(2), 16, 10_000);

  private McpServers() {}

  static List<String> names(String json) {
    if (!(READER.read(Bytes.utf8(json)) instanceof YamlReading.Tree(Yaml.Mapping root, var _))) {
      return List.of();
    }
    return root.find("mcpServers")
        .or(() -> root.find("servers"))
        .filter(Yaml.Mapping.class::isInstance)
        .map(
            node ->
                ((Yaml.Mapping) node)
                    .entries().stream().map(entry -> entry.key().text()).limit(50).toList())
        .orElse(List.of());
  }
}
