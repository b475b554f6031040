package dev.bulwark.registry.signing;

import dev.bulwark.registry.signing.TreeVerification.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Names that are passed over, with what lies below them; matched exactly, from the root (OMS
/// §6.2.1).
///
/// @param entries without a trailing `/`
record IgnoreList(List<String> entries) {
  /// What OMS passes over at the root, whatever anybody says.
  static final IgnoreList DEFAULT =
      new IgnoreList(List.of(".git", ".gitattributes", ".github", ".gitignore"));

  /// Endings of files that no loader runs or takes parameters from. Everything else may be.
  private static final Set<String> INERT =
      Set.of(
          "md", "txt", "rst", "pdf", "png", "jpg", "jpeg", "gif", "webp", "csv", "log", "sig",
          "bib", "mp4");

  IgnoreList {
    entries = List.copyOf(entries);
  }

  Optional<String> match(String name) {
    for (String entry : entries) {
      if (name.equals(entry)
          || (name.length() > entry.length()
              && name.startsWith(entry)
              && name.charAt(entry.length()) == '/')) {
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  /// Both lists, each entry once.
  IgnoreList and(List<String> more) {
    List<String> all = new ArrayList<>(entries);
    for (String entry : more) {
      String bare = bare(entry);
      if (!all.contains(bare)) {
        all.add(bare);
      }
    }
    return new IgnoreList(all);
  }

  /// Refuses entries that OMS forbids, and what would pass over the whole tree.
  static void requireSound(List<String> entries) {
    for (String entry : entries) {
      Optional<String> objection = objection(entry);
      if (objection.isPresent()) {
        throw new Refusal(
            Reason.IGNORE_LIST_ABUSED,
            "expected ignored paths to be plain names inside the tree, found one that "
                + objection.get(),
            List.of(entry));
      }
    }
  }

  static Optional<String> objection(String entry) {
    if (entry.indexOf('*') >= 0 || entry.indexOf('?') >= 0 || entry.indexOf('[') >= 0) {
      return Optional.of("is a pattern");
    }
    return TreeName.objection(bare(entry));
  }

  private static String bare(String entry) {
    return entry.length() > 1 && entry.endsWith("/")
        ? entry.substring(0, entry.length() - 1)
        : entry;
  }

  /// Whether a file's kind says that nobody loads it.
  static boolean isInert(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    int dot = last.lastIndexOf('.');
    return dot > 0 && INERT.contains(last.substring(dot + 1));
  }
}
