package dev.bulwark.scan.unpack;

/// How the unpacking of one stream ended. What was unpacked before is in its {@link Output}.
///
/// @param consumed packed bytes that were used
/// @param problem what was wrong, after the stream's name; empty when it is whole
public record Decoded(long consumed, Ending ending, String problem) {
  public enum Ending {
    /// The stream was read to its end.
    WHOLE,
    /// Its bytes end before it does.
    CUT,
    /// It breaks its grammar, or its checksum is wrong.
    BROKEN,
    /// It needs more memory than is given, or a feature that is not read.
    UNREADABLE
  }

  public static Decoded whole(long consumed) {
    return new Decoded(consumed, Ending.WHOLE, "");
  }

  public static Decoded broken(long consumed, String problem) {
    return new Decoded(consumed, Ending.BROKEN, problem);
  }

  static Decoded cut(long consumed) {
    return new Decoded(consumed, Ending.CUT, "its packed bytes end too early");
  }

  public boolean isWhole() {
    return ending == Ending.WHOLE;
  }
}
