package dev.bulwark.cli.command;

import dev.bulwark.control.policy.Control;
import dev.bulwark.control.policy.Policy;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.bytes.Digest;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Rule;
import dev.bulwark.project.Shell;
import dev.bulwark.project.inspect.Inspector;
import dev.bulwark.project.session.LedgerCheck;
import dev.bulwark.project.workspace.WorkspaceFault;
import dev.bulwark.registry.lesson.Change;
import dev.bulwark.registry.lesson.LessonChecks;
import dev.bulwark.registry.update.Updates;
import dev.bulwark.registry.watch.RollbackDrill;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Whether what a lesson names is there: rules and controls of this program, its limits, test files
/// of the project.
record ChangeLookup(Shell shell, Path project) implements Change.Lookup {
  private static final int BUFFER = 1 << 16;

  @Override
  public Change find(String text) {
    Change change =
        switch (text.substring(0, Math.max(0, text.indexOf(':')))) {
          case "rule" -> new Change.Rule(text.substring(5));
          case "control" -> new Change.Control(text.substring(8));
          case "limit" -> new Change.Limit(text.substring(6));
          case "test" -> test(text.substring(5));
          default -> {
            if (text.equals("none")) {
              yield new Change.None();
            }
            throw unknown(
                "a change as rule:ID, test:PATH, limit:NAME, control:ID or none", text, List.of());
          }
        };
    if (!stands(change)) {
      throw switch (change) {
        case Change.Rule _ -> unknown("a rule of this program", text, List.of());
        case Change.Control _ -> unknown("a control of the catalogue", text, List.of());
        case Change.Limit _ -> unknown("a limit of this program", text, limits().keySet());
        case Change.Test _, Change.None _ -> unknown("a file", text, List.of());
      };
    }
    return change;
  }

  private static WorkspaceFault unknown(String expected, String found, Collection<String> known) {
    return new WorkspaceFault(
        WorkspaceFault.INVALID,
        "expected %s, found \"%s\"%s"
            .formatted(expected, found, known.isEmpty() ? "" : "; there are " + known));
  }

  @Override
  public boolean stands(Change change) {
    return switch (change) {
      case Change.Rule(String id) ->
          rules().stream().anyMatch(rule -> rule.id().value().equals(id));
      case Change.Control(String id) ->
          Policy.builtin().catalogue().controls().stream().map(Control::id).anyMatch(id::equals);
      case Change.Limit(String name) -> limits().containsKey(name);
      // A test may grow on; that it is there is what counts.
      case Change.Test(String path, Digest _) -> isFileOfProject(path);
      case Change.None() -> true;
    };
  }

  private List<Rule> rules() {
    List<Rule> rules = new ArrayList<>(new Inspector(shell).rules());
    rules.add(LedgerCheck.rule());
    rules.addAll(RegistryRuns.rules());
    return rules;
  }

  /// The limits people can move a release or a lesson by, and what they are.
  static Map<String, String> limits() {
    Limits limits = Limits.DEFAULT;
    return new TreeMap<>(
        Map.of(
            "scan-bytes", limits.bytes().toString(),
            "scan-entries", String.valueOf(limits.entries()),
            "scan-depth", String.valueOf(limits.depth()),
            "scan-time", limits.time().toString(),
            "rollback-time", RollbackDrill.LIMIT.toString(),
            "lesson-time", LessonChecks.LIMIT.toString(),
            "update-wait", Updates.WAIT.toString(),
            "update-look", Updates.LOOK.toString()));
  }

  private boolean isFileOfProject(String path) {
    Path file = project.resolve(path);
    try {
      return Files.isRegularFile(file)
          && file.toRealPath().startsWith(project.toRealPath())
          && Path.of(path).normalize().toString().equals(Path.of(path).toString());
    } catch (IOException e) {
      return false;
    }
  }

  private Change test(String path) {
    if (!isFileOfProject(path)) {
      throw unknown("a test file inside the project " + project, path, List.of());
    }
    MessageDigest digest = Digest.sha256();
    try (InputStream in = Files.newInputStream(project.resolve(path))) {
      byte[] buffer = new byte[BUFFER];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new WorkspaceFault(
          WorkspaceFault.INVALID, "expected a test file that can be read, found " + path, e);
    }
    return new Change.Test(path, new Digest(Bytes.of(digest.digest())));
  }
}
