package dev.bulwark.scan.executable;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.executable.PythonWords.Kind;
import dev.bulwark.scan.executable.PythonWords.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What Python source plainly does, told from its calls: names are followed through `import … as`,
/// arguments are looked at as words. What is computed is not followed.
public final class PythonDeeds {
  private static final int MOST = 50;
  private static final int MAX_ARGUMENTS = 400;
  private static final Set<String> EVALUATORS =
      Set.of("exec", "eval", "builtins.exec", "builtins.eval");
  private static final Set<String> SHELLS =
      Set.of(
          "os.system",
          "os.popen",
          "commands.getoutput",
          "subprocess.getoutput",
          "subprocess.getstatusoutput",
          "pty.spawn");
  private static final Set<String> STARTERS =
      Set.of(
          "subprocess.run",
          "subprocess.call",
          "subprocess.Popen",
          "subprocess.check_call",
          "subprocess.check_output",
          "asyncio.create_subprocess_shell");
  private static final Set<String> DECODERS =
      Set.of(
          "base64.b64decode",
          "base64.b85decode",
          "base64.b32decode",
          "base64.b16decode",
          "base64.a85decode",
          "base64.urlsafe_b64decode",
          "base64.standard_b64decode",
          "bytes.fromhex",
          "bytearray.fromhex",
          "binascii.unhexlify",
          "binascii.a2b_base64",
          "codecs.decode",
          "zlib.decompress",
          "gzip.decompress",
          "lzma.decompress",
          "bz2.decompress",
          "marshal.loads",
          "b64decode",
          "unhexlify");
  private static final Set<String> FETCHERS =
      Set.of(
          "urllib.request.urlopen",
          "urlopen",
          "requests.get",
          "requests.post",
          "httpx.get",
          "urllib.request.urlretrieve");
  private static final Set<String> NATIVE =
      Set.of("ctypes.CDLL", "ctypes.cdll.LoadLibrary", "ctypes.WinDLL");

  private final List<Word> words;
  private final Map<String, String> aliases = new HashMap<>();
  private final List<Deed> deeds = new ArrayList<>();

  /// @param line from 1
  public record Deed(int line, Severity severity, String what) {}

  private PythonDeeds(List<Word> words) {
    this.words = words;
  }

  public static List<Deed> of(String source, Budget budget) {
    PythonDeeds reader = new PythonDeeds(PythonWords.of(source, budget));
    reader.imports();
    for (int i = 0; i + 1 < reader.words.size() && reader.deeds.size() < MOST; i++) {
      budget.tick();
      if (reader.words.get(i).kind() == Kind.NAME && reader.words.get(i + 1).is("(")) {
        reader.call(i);
      }
    }
    return reader.deeds;
  }

  /// `import a.b as c` and `from a import b as c`.
  private void imports() {
    for (int i = 0; i < words.size(); i++) {
      if (isName(i, "import") && i + 3 < words.size() && isName(i + 2, "as")) {
        aliases.put(words.get(i + 3).text(), words.get(i + 1).text());
      }
      if (isName(i, "from") && isName(i + 2, "import")) {
        imported(words.get(i + 1).text(), i + 3);
      }
    }
  }

  private void imported(String module, int from) {
    for (int i = from; i < words.size() && words.get(i).kind() != Kind.END_OF_LINE; i++) {
      if (words.get(i).kind() == Kind.NAME && !isName(i, "as") && !isName(i - 1, "as")) {
        String name = words.get(i).text();
        aliases.put(
            isName(i + 1, "as") && i + 2 < words.size() ? words.get(i + 2).text() : name,
            module + "." + name);
      }
    }
  }

  private boolean isName(int index, String name) {
    return index >= 0
        && index < words.size()
        && words.get(index).kind() == Kind.NAME
        && words.get(index).text().equals(name);
  }

  private String resolved(String name) {
    int dot = name.indexOf('.');
    String head = dot < 0 ? name : name.substring(0, dot);
    String meant = aliases.get(head);
    return meant == null ? name : meant + (dot < 0 ? "" : name.substring(dot));
  }

  private void call(int index) {
    Word word = words.get(index);
    if (isName(index - 1, "def") || isName(index - 1, "class")) {
      return;
    }
    String name = resolved(word.text());
    List<Word> arguments = arguments(index + 2);
    judged(name, arguments)
        .ifPresent(deed -> deeds.add(new Deed(word.line(), deed.severity(), deed.what())));
  }

  private record Judged(Severity severity, String what) {}

  private Optional<Judged> judged(String name, List<Word> arguments) {
    if (EVALUATORS.contains(name)) {
      return evaluated(arguments);
    }
    if (SHELLS.contains(name)) {
      boolean fetches =
          arguments.stream()
              .anyMatch(
                  word -> word.kind() == Kind.STRING && ShellLine.fetchesAndRuns(word.text()));
      return Optional.of(
          fetches
              ? new Judged(
                  Severity.CRITICAL, "fetches a program from the network and runs it with " + name)
              : new Judged(Severity.MEDIUM, "runs a shell command with " + name));
    }
    if (STARTERS.contains(name)) {
      return started(name, arguments);
    }
    if (name.equals("marshal.loads") || name.equals("types.CodeType")) {
      return Optional.of(new Judged(Severity.HIGH, "makes code out of bytes with " + name));
    }
    if (NATIVE.contains(name)) {
      return Optional.of(new Judged(Severity.MEDIUM, "loads a native library with " + name));
    }
    if (name.endsWith("pickle.loads") && calls(arguments, DECODERS)) {
      return Optional.of(new Judged(Severity.HIGH, "unpickles a hidden string"));
    }
    if (name.equals("__import__") && calls(arguments, DECODERS)) {
      return Optional.of(new Judged(Severity.HIGH, "imports a module whose name is hidden"));
    }
    if (name.equals("os.dup2")) {
      return Optional.of(
          new Judged(
              Severity.HIGH,
              "hands its input and output to something else, as a reverse shell does"));
    }
    return Optional.empty();
  }

  private Optional<Judged> evaluated(List<Word> arguments) {
    if (calls(arguments, DECODERS)) {
      return Optional.of(new Judged(Severity.CRITICAL, "decodes a hidden string and runs it"));
    }
    if (calls(arguments, FETCHERS)) {
      return Optional.of(
          new Judged(Severity.CRITICAL, "fetches code from the network and runs it"));
    }
    boolean opened =
        arguments.stream()
            .anyMatch(
                word ->
                    word.kind() == Kind.NAME
                        && (word.text().equals("open") || word.text().equals("compile")));
    return Optional.of(
        new Judged(
            opened ? Severity.LOW : Severity.MEDIUM,
            opened ? "runs the code of another file" : "runs a text as code with exec or eval"));
  }

  private static Optional<Judged> started(String name, List<Word> arguments) {
    boolean fetches =
        arguments.stream()
            .anyMatch(word -> word.kind() == Kind.STRING && ShellLine.fetchesAndRuns(word.text()));
    if (fetches) {
      return Optional.of(
          new Judged(
              Severity.CRITICAL, "fetches a program from the network and runs it with " + name));
    }
    boolean shell = name.endsWith("_shell");
    for (int i = 0; i + 2 < arguments.size(); i++) {
      shell |=
          arguments.get(i).text().equals("shell")
              && arguments.get(i + 1).is("=")
              && arguments.get(i + 2).text().equals("True");
    }
    return Optional.of(
        shell
            ? new Judged(Severity.MEDIUM, "runs a shell command with " + name)
            : new Judged(Severity.LOW, "starts a program with " + name));
  }

  private boolean calls(List<Word> arguments, Set<String> names) {
    return arguments.stream()
        .anyMatch(
            word ->
                word.kind() == Kind.NAME
                    && (names.contains(resolved(word.text()))
                        || names.stream().anyMatch(name -> word.text().endsWith("." + name))));
  }

  /// The words up to the closing bracket.
  private List<Word> arguments(int from) {
    int depth = 1;
    int end = from;
    while (end < words.size() && end - from < MAX_ARGUMENTS) {
      Word word = words.get(end);
      depth += word.is("(") ? 1 : word.is(")") ? -1 : 0;
      if (depth == 0) {
        break;
      }
      end++;
    }
    return words.subList(Math.min(from, words.size()), end);
  }
}
