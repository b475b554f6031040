package dev.bulwark.govern.manifest;

import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Subject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;

/// Project files in memory.
final class ListedFiles implements ProjectFiles {
  private final NavigableMap<String, Seen> files = new TreeMap<>();
  private final Map<String, byte[]> bytes = new LinkedHashMap<>();
  private final Map<String, String> unreadable = new LinkedHashMap<>();
  private final List<Gap> gaps = new ArrayList<>();

  /// What `sound.yaml` names, and nothing else.
  static ListedFiles sound() {
    return new ListedFiles()
        .with("models/ranker.safetensors", safetensors())
        .with("docs/returns.md", "Send it back.".getBytes())
        .with("docs/en/orders.md", "Orders arrive.".getBytes())
        .with("prompts/system.md", "You help.".getBytes());
  }

  static byte[] safetensors() {
    return new byte[] {2, 0, 0, 0, 0, 0, 0, 0, '{', '}'};
  }

  static byte[] pickle() {
    return new byte[] {(byte) 0x80, 4, '}', '.'};
  }

  ListedFiles with(String path, byte[] content) {
    byte last = content.length == 0 ? 0 : content[content.length - 1];
    files.put(
        path, new Seen(content.length, ModelSniffer.sniff(path, content, last, content.length)));
    bytes.put(path, content);
    return this;
  }

  ListedFiles without(String path) {
    files.remove(path);
    return this;
  }

  ListedFiles gap(String path, Gap.Kind kind, String why) {
    gaps.add(new Gap(path, kind, why));
    return this;
  }

  ListedFiles unreadable(String path, String why) {
    unreadable.put(path, why);
    return this;
  }

  @Override
  public NavigableMap<String, Seen> files() {
    return files;
  }

  @Override
  public List<Gap> gaps() {
    return gaps;
  }

  @Override
  public List<String> ignored() {
    return List.of("node_modules");
  }

  @Override
  public Map<String, Content> read(NavigableSet<String> paths) {
    Map<String, Content> contents = new LinkedHashMap<>();
    for (String path : paths) {
      contents.put(
          path,
          unreadable.containsKey(path)
              ? new Content.Unreadable(unreadable.get(path))
              : new Content.Named(new Subject(path, Digest.of(Bytes.of(bytes.get(path))))));
    }
    return contents;
  }
}
