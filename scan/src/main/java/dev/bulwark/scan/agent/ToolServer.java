package dev.bulwark.scan.agent;

import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.scan.json.JsonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A server of tools (Model Context Protocol) as a configuration describes it.
///
/// @param at where it is described
/// @param words the command and its arguments; empty when it is reached over the network
/// @param url where it is reached; may be empty
record ToolServer(String name, long at, List<String> words, String url) {
  ToolServer {
    words = List.copyOf(words);
  }

  /// Every server under `mcpServers`, and under `servers` of a file that is called `mcp.json`.
  static List<ToolServer> in(JsonView view) {
    String path = view.source().place().path().getLast();
    boolean named = path.endsWith("mcp.json");
    List<ToolServer> servers = new ArrayList<>();
    view.walk()
        .filter(
            value ->
                value.name().equals("mcpServers")
                    || value.name().equals("mcp_servers")
                    || value.name().equals("context_servers")
                    || (named && value.name().equals("servers")))
        .forEach(
            value -> {
              if (value.value() instanceof JsonTree.Obj table) {
                table.members().forEach(member -> server(member).ifPresent(servers::add));
              }
            });
    return servers;
  }

  private static Optional<ToolServer> server(JsonTree.Member member) {
    if (!(member.value() instanceof JsonTree.Obj server)) {
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    server.text("command").ifPresent(words::add);
    server
        .member("args")
        .ifPresent(
            args ->
                args.walk()
                    .forEach(
                        named -> {
                          if (named.value() instanceof JsonTree.Text(long _, String word)) {
                            words.add(word);
                          }
                        }));
    String url = server.text("url").or(() -> server.text("serverUrl")).orElse("");
    return words.isEmpty() && url.isEmpty()
        ? Optional.empty()
        : Optional.of(new ToolServer(member.name(), member.at(), words, url));
  }

  /// The program without its folder and ending, in lower case; empty when there is none.
  String program() {
    if (words.isEmpty()) {
      return "";
    }
    String path = words.getFirst().replace('\\', '/').toLowerCase(Locale.ROOT);
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.replaceFirst("\\.(exe|cmd|bat)$", "");
  }

  String line() {
    return String.join(" ", words);
  }
}
