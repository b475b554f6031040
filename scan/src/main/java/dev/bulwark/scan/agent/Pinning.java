package dev.bulwark.scan.agent;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whether a command that fetches a package and runs it says which version.
final class Pinning {
  private static final Set<String> NODE = Set.of("npx", "bunx", "pnpx");
  private static final Set<String> PYTHON = Set.of("uvx", "pipx");
  private static final Set<String> WITH_VALUE =
      Set.of("--python", "--with", "--registry", "-p", "--package", "--index-url", "--cwd");

  private Pinning() {}

  /// The package that is fetched without a version; empty when none is.
  static Optional<String> unpinned(String program, List<String> arguments) {
    boolean dlx =
        List.of("pnpm", "yarn").contains(program)
            && !arguments.isEmpty()
            && arguments.getFirst().equals("dlx");
    boolean run = program.equals("pipx") || program.equals("uv") || dlx;
    boolean tool = program.equals("uv") && arguments.size() > 1 && arguments.get(0).equals("tool");
    if (!NODE.contains(program) && !PYTHON.contains(program) && !dlx && !tool) {
      return Optional.empty();
    }
    return name(arguments.subList(
            Math.min(arguments.size(), tool ? 2 : run ? 1 : 0), arguments.size()))
        .filter(name -> !isPinned(name));
  }

  private static Optional<String> name(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String word = arguments.get(i);
      if (List.of("--from", "-p", "--package").contains(word) && i + 1 < arguments.size()) {
        return Optional.of(arguments.get(i + 1));
      }
      if (word.startsWith("--package=") || word.startsWith("--from=")) {
        return Optional.of(word.substring(word.indexOf('=') + 1));
      }
      if (WITH_VALUE.contains(word)) {
        i++;
      } else if (!word.startsWith("-")) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  private static boolean isPinned(String name) {
    if (name.startsWith(".") || name.startsWith("/")) {
      return true; // a path of this machine
    }
    if (name.contains("://")) {
      return name.matches(".*[@#][0-9a-f]{40}(?:[#&?].*)?");
    }
    int at = name.lastIndexOf('@');
    int equal = name.indexOf("==");
    String version = equal > 0 ? name.substring(equal + 2) : at > 0 ? name.substring(at + 1) : "";
    return !version.isEmpty() && Character.isDigit(version.charAt(0));
  }
}
