package dev.bulwark.inventory.osv;

import dev.bulwark.inventory.document.Document;
import dev.bulwark.inventory.document.Node;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.check.Budget;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// CISA's catalogue of known exploited vulnerabilities, from its published JSON.
///
/// @param version the catalogue's own, such as `2026.11.20`
/// @param entries by CVE id
public record Kev(String version, Map<String, Entry> entries) {
  public static final Kev NONE = new Kev("", Map.of());

  /// @param added as written, `2021-12-10`
  /// @param due when federal agencies must have acted
  public record Entry(String added, String due, boolean ransomware) {}

  public Kev {
    entries = Collections.unmodifiableMap(new TreeMap<>(entries));
  }

  /// What became of a file.
  public sealed interface Result {
    record Read(Kev kev) implements Result {}

    record Malformed(int line, String problem) implements Result {}
  }

  /// @throws Budget.OverLimit when a bound is hit
  public static Result read(Bytes bytes, Budget budget) {
    return switch (Document.json(bytes, budget)) {
      case Document.Broken(int line, String problem) -> new Result.Malformed(line, problem);
      case Document.Tree(Node root) -> read(root);
    };
  }

  private static Result read(Node root) {
    if (!(root.find("vulnerabilities").orElse(root) instanceof Node.Items all)) {
      return new Result.Malformed(1, "expected a list of vulnerabilities, found none");
    }
    TreeMap<String, Entry> entries = new TreeMap<>();
    for (Node item : all.items()) {
      Optional<String> cve = item.text("cveID");
      if (cve.isEmpty()) {
        return new Result.Malformed(item.line(), "expected a cveID, found none");
      }
      entries.put(
          cve.get(),
          new Entry(
              item.text("dateAdded").orElse(""),
              item.text("dueDate").orElse(""),
              item.text("knownRansomwareCampaignUse").orElse("").equalsIgnoreCase("known")));
    }
    return new Result.Read(new Kev(root.text("catalogVersion").orElse(""), entries));
  }
}
