package dev.bulwark.kernel.fault;

/// A kind of problem, stable for machines: REST renders it as an RFC 9457 `type`, the command line
/// prints the slug and exits with the code.
///
/// @param slug stable, lower-case, hyphenated; unique in Bulwark
/// @param title a short statement for people, the same for every occurrence
/// @param httpStatus 400 to 599
/// @param exit how a command that meets it ends
public record ProblemType(String slug, String title, int httpStatus, Exit exit) {

  /// How a command ends; scripts may rely on the numbers.
  public enum Exit {
    /// The gate is open, the verification held, the work is done.
    OPEN(0),
    /// The gate is closed: something was found.
    CLOSED(1),
    /// The work could not be done: a fault of the machine, the storage or the input.
    ERROR(2),
    /// Something could not be decided; never a pass.
    INCOMPLETE(3),
    /// The command was called wrongly.
    USAGE(4);

    private final int code;

    Exit(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }

  public ProblemType {
    if (!slug.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException(
          "a slug is lower-case and hyphenated, found \"" + slug + "\"");
    }
    if (httpStatus < 400 || httpStatus > 599) {
      throw new IllegalArgumentException(
          "a problem has an HTTP status from 400 to 599, found " + httpStatus);
    }
  }
}
