package dev.bulwark.inventory.component;

import dev.bulwark.inventory.version.Pep440Specifier;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One dependency specifier of PEP 508: `name[extra] >= 1, < 2 ; marker`, or `name @ url`. The
/// marker is kept as written: it says when, not which.
///
/// @param specifier the version clauses, perhaps empty
/// @param url a direct reference, perhaps empty
record Requirement(String name, String specifier, String url, String marker) {
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "\\s*(?<name>[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\\s*"
              + "(?:\\[(?<extras>[^\\]]*)\\])?\\s*"
              + "(?:@\\s*(?<url>\\S+)|\\(?(?<spec>[^;()@]*)\\)?)\\s*"
              + "(?:;(?<marker>.*))?");

  static Optional<Requirement> parse(String text) {
    Matcher found = GRAMMAR.matcher(text);
    if (text.length() > 4096 || !found.matches()) {
      return Optional.empty();
    }
    String spec = found.group("spec") == null ? "" : found.group("spec").strip();
    String url = found.group("url") == null ? "" : found.group("url");
    String marker = found.group("marker") == null ? "" : found.group("marker").strip();
    return Pep440Specifier.parse(spec)
        .map(_ -> new Requirement(found.group("name"), spec, url, marker));
  }

  Optional<String> pinned() {
    return Pep440Specifier.parse(specifier).flatMap(Pep440Specifier::pinned);
  }

  /// A direct reference pins the bytes only when it names a commit or a hash.
  void addTo(Draft.Entry entry) {
    pinned().ifPresent(entry::version);
    if (!url.isEmpty()) {
      entry.qualifier(isVcs() ? "vcs_url" : "download_url", withoutFragment());
      hashOfFragment().ifPresent(entry::hash);
      entry.range("@ " + withoutFragment());
    } else {
      entry.range(specifier.isEmpty() ? "*" : specifier);
    }
    entry.add();
  }

  private boolean isVcs() {
    return url.matches("(git|hg|svn|bzr)\\+.*");
  }

  private String withoutFragment() {
    int hash = url.indexOf('#');
    String plain = hash < 0 ? url : url.substring(0, hash);
    // Credentials in a URL reach no report.
    return plain.replaceFirst("://[^/@]*@", "://");
  }

  private Optional<String> hashOfFragment() {
    Matcher hash = Pattern.compile("#(?:.*&)?(sha\\d+)=([0-9a-fA-F]+)").matcher(url);
    return hash.find() ? Optional.of(hash.group(1) + ":" + hash.group(2)) : Optional.empty();
  }
}
