package dev.bulwark.inventory.component;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A package of conda named by its file, `…/SUBDIR/NAME-VERSION-BUILD.conda` or `.tar.bz2`: a URL,
/// a path or the bare name.
///
/// @param type `conda` or `tar.bz2`
record CondaArchive(CondaChannel channel, String name, String version, String build, String type) {
  private static final int LONGEST = 4096;
  private static final Pattern FILE =
      Pattern.compile(
          "(?<folder>(?:.*[/\\\\])?)(?<name>[A-Za-z0-9_.-]+)-(?<version>[A-Za-z0-9_.+!]+)-(?<build>[A-Za-z0-9_.+]+)\\.(?<type>conda|tar\\.bz2)");

  static boolean isOne(String text) {
    return text.endsWith(".conda") || text.endsWith(".tar.bz2");
  }

  /// Empty for a text that names no package by its file.
  static Optional<CondaArchive> parse(String text) {
    Matcher file = FILE.matcher(text.length() > LONGEST ? "" : decoded(text));
    if (!file.matches()) {
      return Optional.empty();
    }
    String folder = file.group("folder");
    boolean remote = folder.contains("://") && !folder.startsWith("file:");
    return Optional.of(
        new CondaArchive(
            remote ? CondaChannel.of(folder) : CondaChannel.NONE,
            Draft.lower(file.group("name")),
            file.group("version"),
            file.group("build"),
            file.group("type")));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  Draft.Entry entry(Draft draft, int line) {
    Draft.Entry entry = draft.entry("conda", name, line).version(version).qualifier("build", build);
    channel.addTo(entry);
    return entry.qualifier("type", type);
  }
}
