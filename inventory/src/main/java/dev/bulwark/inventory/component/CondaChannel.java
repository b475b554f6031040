package dev.bulwark.inventory.component;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a conda package comes from: `conda-forge`, `pkgs/main/linux-64`, or a URL. Names and
/// tokens for signing in are left out.
///
/// @param name of the channel, or its URL on a server of its own; empty when it is not one
/// @param subdir the platform; empty when none is named
record CondaChannel(String name, String subdir) {
  static final CondaChannel NONE = new CondaChannel("", "");
  private static final Set<String> SUBDIRS =
      Set.of(
          "noarch",
          "emscripten-wasm32",
          "freebsd-64",
          "linux-32",
          "linux-64",
          "linux-aarch64",
          "linux-armv6l",
          "linux-armv7l",
          "linux-ppc64",
          "linux-ppc64le",
          "linux-riscv32",
          "linux-riscv64",
          "linux-s390x",
          "osx-64",
          "osx-arm64",
          "wasi-wasm32",
          "win-32",
          "win-64",
          "win-arm64",
          "zos-z");

  /// The servers whose channels go by their path alone.
  private static final Set<String> KNOWN =
      Set.of("conda.anaconda.org", "repo.anaconda.com", "repo.continuum.io");

  private static final Pattern URL =
      Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?:[^/@]*@)?(?<host>[^/]*)(?<path>.*)");

  /// @param text as it is written before `::`, or the folder of a package
  static CondaChannel of(String text) {
    Matcher url = URL.matcher(text);
    List<String> path = path(url.matches() ? url.group("path") : text);
    String subdir = !path.isEmpty() && SUBDIRS.contains(path.getLast()) ? path.removeLast() : "";
    String name = String.join("/", path);
    if (name.contains("*") || name.startsWith("^")) {
      name = "";
    } else if (url.matches() && !KNOWN.contains(url.group("host"))) {
      name = url.group("scheme") + "://" + url.group("host") + (name.isEmpty() ? "" : "/" + name);
    }
    return new CondaChannel(name, subdir);
  }

  /// Without `t/TOKEN`.
  private static List<String> path(String text) {
    List<String> parts = new ArrayList<>(Arrays.asList(text.split("/", -1)));
    parts.removeIf(String::isEmpty);
    if (parts.size() > 1 && parts.getFirst().equals("t")) {
      parts.subList(0, 2).clear();
    }
    return parts;
  }

  /// This one, or what another says of what this does not.
  CondaChannel or(CondaChannel other) {
    return new CondaChannel(
        name.isEmpty() ? other.name : name, subdir.isEmpty() ? other.subdir : subdir);
  }

  void addTo(Draft.Entry entry) {
    if (!name.isEmpty()) {
      entry.qualifier("channel", name);
    }
    if (!subdir.isEmpty()) {
      entry.qualifier("subdir", subdir);
    }
  }
}
