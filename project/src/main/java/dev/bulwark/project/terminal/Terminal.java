package dev.bulwark.project.terminal;

import java.io.Console;
import java.io.PrintStream;

/// Where a command writes. Results go to standard output, problems and progress to standard error.
///
/// @param colour whether standard output is a terminal that wants colour
/// @param live whether standard error is a terminal, so that a line can be rewritten
public record Terminal(PrintStream out, PrintStream err, boolean colour, boolean live) {

  /// The process's own streams. The launcher tells which of them are terminals, because asking the
  /// JVM costs more than most commands; `NO_COLOR` (no-color.org) is honoured.
  public static Terminal ofProcess() {
    boolean plain = System.getenv("NO_COLOR") != null || "dumb".equals(System.getenv("TERM"));
    return new Terminal(
        System.out,
        System.err,
        Boolean.getBoolean("bulwark.out.terminal") && !plain,
        Boolean.getBoolean("bulwark.err.terminal"));
  }

  public void line(String text) {
    out.println(text);
  }

  public void line() {
    out.println();
  }

  public String paint(Paint paint, String text) {
    return colour ? paint.on(text) : text;
  }

  /// Asks for a secret without echo; only where a command writes to the process's own streams, so
  /// that no server asks at the terminal it was started from.
  ///
  /// @return the characters, which the caller wipes; empty when there is nobody to ask
  public char[] secret(String question) {
    Console console = err.equals(System.err) ? System.console() : null;
    if (console == null || !console.isTerminal()) {
      return new char[0];
    }
    char[] answer = console.readPassword("%s: ", question);
    return answer == null ? new char[0] : answer;
  }
}
