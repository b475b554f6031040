package dev.bulwark.scan.executable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What a line for a shell does, as far as its words say.
public final class ShellLine {
  private static final Set<String> FETCHERS =
      Set.of("curl", "wget", "fetch", "iwr", "invoke-webrequest", "irm");
  private static final Set<String> RUNNERS =
      Set.of(
          "sh",
          "bash",
          "zsh",
          "dash",
          "ksh",
          "python",
          "python3",
          "perl",
          "ruby",
          "node",
          "iex",
          "powershell",
          "pwsh",
          "source",
          "eval");
  private static final Set<String> DECODERS =
      Set.of("base64", "xxd", "openssl", "gunzip", "uudecode");

  private ShellLine() {}

  /// Whether something from the network is handed to a program that runs it.
  public static boolean fetchesAndRuns(String line) {
    return handsOver(line, FETCHERS) || line.contains("/dev/tcp/");
  }

  /// Whether something encoded is decoded and handed to a program that runs it.
  public static boolean decodesAndRuns(String line) {
    return handsOver(line, DECODERS);
  }

  /// Whether the line does either.
  public static boolean isHostile(String line) {
    return fetchesAndRuns(line) || decodesAndRuns(line);
  }

  /// `curl … | sh`, `bash <(curl …)`, `sh -c "$(curl …)"`, `eval $(… | base64 -d)`.
  private static boolean handsOver(String line, Set<String> sources) {
    List<List<String>> commands = commands(line);
    boolean source = false;
    boolean runs = false;
    for (List<String> command : commands) {
      String first = command.getFirst();
      boolean runner =
          RUNNERS.contains(first)
              || (first.equals("sudo") && command.size() > 1 && RUNNERS.contains(command.get(1)));
      if (runner && source) {
        return true;
      }
      runs |= runner;
      source |=
          sources.contains(first)
              || (first.equals("sudo") && command.size() > 1 && sources.contains(command.get(1)));
      if (command.getLast().equals(";")) {
        source = false;
      }
    }
    return runs && nested(line, sources);
  }

  private static boolean nested(String line, Set<String> sources) {
    String lower = line.toLowerCase(Locale.ROOT);
    for (String opening : List.of("$(", "<(", "`")) {
      for (int at = lower.indexOf(opening); at >= 0; at = lower.indexOf(opening, at + 1)) {
        String rest = lower.substring(at + opening.length(), Math.min(lower.length(), at + 300));
        for (List<String> command : commands(rest)) {
          if (sources.contains(command.getFirst())) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// The commands of a line, each as its words without their folders; one that a pipe does not lead
  /// on from ends in `;`.
  private static List<List<String>> commands(String line) {
    List<List<String>> commands = new ArrayList<>();
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    String lower = line.toLowerCase(Locale.ROOT) + "\n";
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean ends = c == '|' || c == ';' || c == '&' || c == '\n';
      if (ends || c <= ' ' || "\"'()`".indexOf(c) >= 0) {
        if (!word.isEmpty()) {
          words.add(word.substring(word.lastIndexOf("/") + 1));
          word.setLength(0);
        }
        if (ends && !words.isEmpty()) {
          if (c != '|') {
            words.add(";");
          }
          commands.add(words);
          words = new ArrayList<>();
        }
      } else {
        word.append(c);
      }
    }
    return commands;
  }
}
