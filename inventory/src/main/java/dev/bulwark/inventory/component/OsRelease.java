package dev.bulwark.inventory.component;

import dev.bulwark.kernel.bytes.Bytes;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Which distribution a root folder holds, from its `os-release`. What the file does not tell is
/// empty: advisories of a distribution depend on its release.
///
/// @param id such as `debian`
/// @param version such as `12` or `3.18.4`
record OsRelease(String id, String version) {
  static final OsRelease UNKNOWN = new OsRelease("", "");

  private static final Pattern LINE =
      Pattern.compile("(?m)^(ID|VERSION_ID)=[\"']?([A-Za-z0-9._-]+)[\"']?\\s*$");

  /// @param list the list of packages, such as `rootfs/var/lib/dpkg/status`
  /// @param below its place in a root folder: `var/lib/dpkg/`
  static OsRelease beside(String list, String below, ComponentReader.Others others) {
    String root = list.substring(0, list.lastIndexOf(below));
    return Stream.of("etc/os-release", "usr/lib/os-release")
        .flatMap(file -> others.find(root + file).stream())
        .findFirst()
        .map(OsRelease::parse)
        .orElse(UNKNOWN);
  }

  private static OsRelease parse(Bytes bytes) {
    OsRelease read = UNKNOWN;
    Matcher line = LINE.matcher(bytes.utf8());
    while (line.find()) {
      read =
          line.group(1).equals("ID")
              ? new OsRelease(line.group(2), read.version)
              : new OsRelease(read.id, line.group(2));
    }
    return read;
  }

  /// The qualifier of a package URL; empty when the release is not known.
  Optional<String> distro() {
    return id.isEmpty() || version.isEmpty() ? Optional.empty() : Optional.of(id + "-" + version);
  }
}
