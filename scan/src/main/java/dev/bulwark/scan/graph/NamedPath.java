package dev.bulwark.scan.graph;

import dev.bulwark.kernel.check.Place;

/// A path that a model names, judged by its text alone.
///
/// Whether a link at that path leads elsewhere is not asked here: every file of a scanned folder is
/// scanned, and a link out of the folder is told there.
public final class NamedPath {
  private static final int MAX = 4096;
  private static final int SHOWN = 120;

  private NamedPath() {}

  /// Whether the path is a plain relative one that, on every operating system, stays inside the
  /// folder it starts from. ONNX Runtime takes a marked location for an address in memory.
  public static boolean staysInside(String path) {
    return !path.isBlank()
        && path.length() < MAX
        && !path.startsWith("/")
        && !path.startsWith("~")
        && path.indexOf('\\') < 0
        && path.indexOf(':') < 0
        && !path.contains("_ORT_MEM_ADDR_")
        && path.chars().noneMatch(Character::isISOControl)
        && !("/" + path + "/").contains("/../");
  }

  /// Text of a file as a message may show it: short, and without what could steer a terminal.
  public static String shown(String text) {
    return Place.printable(text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…");
  }
}
