package dev.bulwark.control.policy;

import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A question in CEL, compiled when it is first asked: the first use of CEL in a process costs
/// about half a second, each further expression a few milliseconds. Thread-safe.
///
/// CEL has neither loops nor side effects; length, nesting and iterations are bounded besides.
public final class Condition {
  /// The condition of a text that has none.
  public static final Condition ALWAYS = new Condition(Over.FACTS, "true");

  /// What a condition may speak about.
  public enum Over {
    /// `system`, and a list of fact maps per kind of element: `models`, `datasets`, …
    FACTS,
    /// `predicate`: the predicate of a piece of evidence.
    PREDICATE
  }

  /// What came of asking.
  public sealed interface Answer {
    enum Known implements Answer {
      TRUE,
      FALSE
    }

    /// The expression does not compile, a fact is unknown, or the value is not a boolean.
    record Unknown(String why) implements Answer {}
  }

  private final Over over;
  private final String text;
  private volatile @Nullable Compiled compiled;

  private record Compiled(CelRuntime.@Nullable Program program, String problem) {}

  private Condition(Over over, String text) {
    this.over = over;
    this.text = text;
  }

  public static Condition of(Over over, String text) {
    return new Condition(over, text);
  }

  public String text() {
    return text;
  }

  public boolean isAlways() {
    return text.equals("true");
  }

  /// Why it does not compile, if it does not; compiles it.
  public Optional<String> problem() {
    return Optional.of(compiled().problem()).filter(problem -> !problem.isEmpty());
  }

  /// Asks, with the variables of {@link Over}.
  public Answer ask(Variables variables) {
    if (isAlways()) {
      return Answer.Known.TRUE;
    }
    CelRuntime.Program program = compiled().program();
    if (program == null) {
      return new Answer.Unknown(compiled().problem());
    }
    try {
      Object value = program.eval(variables.values());
      return value instanceof Boolean known
          ? known ? Answer.Known.TRUE : Answer.Known.FALSE
          : new Answer.Unknown("\"" + text + "\" is not a yes or no");
    } catch (CelEvaluationException | RuntimeException e) {
      return new Answer.Unknown("\"" + text + "\" has no answer: " + firstLine(e));
    }
  }

  private Compiled compiled() {
    Compiled known = compiled;
    if (known == null) {
      known = compile();
      compiled = known;
    }
    return known;
  }

  private Compiled compile() {
    try {
      var ast = Cel.compiler(over).compile(text).getAst();
      if (!ast.getResultType().equals(SimpleType.BOOL)
          && !ast.getResultType().equals(SimpleType.DYN)) {
        return new Compiled(
            null, "expected a yes or no, found a value of type " + ast.getResultType().name());
      }
      return new Compiled(Cel.RUNTIME.createProgram(ast), "");
    } catch (CelValidationException | CelEvaluationException | RuntimeException e) {
      return new Compiled(null, firstLine(e));
    }
  }

  private static String firstLine(Exception e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.lines().findFirst().orElse("").strip();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Condition that && over == that.over && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
