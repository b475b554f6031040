package dev.bulwark.cli.command;

import dev.bulwark.evidence.keys.SigningKey;
import dev.bulwark.kernel.fault.ProblemType.Exit;
import dev.bulwark.project.Shell;
import dev.bulwark.project.registry.LessonText;
import dev.bulwark.project.registry.RegistryDesk;
import dev.bulwark.registry.lesson.About;
import dev.bulwark.registry.lesson.Change;
import dev.bulwark.registry.lesson.Lesson;
import dev.bulwark.registry.lesson.Lessons;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Signs a lesson.
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Signs a lesson: what went wrong, and what was changed.",
      "The change must be there: a rule, control or limit of this program, a test file of the"
          + " project; or none, with the reason. Whoever signs holds a role."
    })
final class LessonAdd implements Callable<Integer> {
  private final Shell shell;

  @Option(
      names = "--about",
      required = true,
      paramLabel = "WHAT",
      converter = AboutWord.class,
      description =
          "update:CHANNEL@VERSION, rollback:ENV@GENERATION, refusal:ENTRY or incident:ID.")
  private @Nullable About about;

  @Option(
      names = "--change",
      required = true,
      paramLabel = "CHANGE",
      description = "rule:ID, test:PATH, limit:NAME, control:ID, or none.")
  private String change = "";

  @Option(
      names = "--text",
      required = true,
      paramLabel = "TEXT",
      description = "What was learned, for people; free of personal data.")
  private String text = "";

  @Mixin private Signatory signatory = new Signatory();

  @Mixin private LaterProject where = new LaterProject();

  @Mixin private JsonOption json = new JsonOption();

  LessonAdd(Shell shell) {
    this.shell = shell;
  }

  /// Reads what a lesson is drawn from.
  static final class AboutWord implements ITypeConverter<About> {
    @Override
    public About convert(String word) {
      return About.parse(word)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected update:CHANNEL@VERSION, rollback:ENV@GENERATION, refusal:ENTRY or"
                          + " incident:ID, found \""
                          + word
                          + "\""));
    }
  }

  @Override
  public Integer call() {
    About from = Objects.requireNonNull(about);
    Change found = new ChangeLookup(shell, where.project()).find(change);
    try (RegistryDesk desk = RegistryDesk.open(where.home(shell), shell)) {
      Lessons.require(from, desk.state());
      SigningKey key = signatory.open(desk.workspace(), shell);
      Lessons.requireRole(key.id(), desk.workspace().evidence(), shell.clock().instant());
      desk.workspace().record(new Lesson(from, found, text).statement(), key);
      new LessonText(shell.terminal(), json.wanted())
          .print(Lessons.at(desk.workspace().evidence(), shell.clock().instant()));
    }
    return Exit.OPEN.code();
  }
}
