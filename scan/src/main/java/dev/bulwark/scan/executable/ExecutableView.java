package dev.bulwark.scan.executable;

import dev.bulwark.kernel.check.Place;

/// A program, by the structure it starts with.
///
/// @param known how many bytes its headers account for; what lies behind is handed on
/// @param size of all bytes
public record ExecutableView(Place place, Kind kind, long known, long size) {

  /// What runs it.
  public enum Kind {
    ELF("an ELF program or library for Linux"),
    PE("a program or library for Windows"),
    MACH_O("a program or library for macOS"),
    APE("a program for many systems at once (APE, as llamafile is)"),
    WASM("a WebAssembly module"),
    JAVA("a Java class"),
    PYC("compiled Python code");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    /// With its article.
    public String words() {
      return words;
    }

    boolean bytecode() {
      return this == WASM || this == JAVA || this == PYC;
    }
  }

  /// Bytes behind the program that are handed on, because people hide things there.
  public long behind() {
    return size - known;
  }
}
