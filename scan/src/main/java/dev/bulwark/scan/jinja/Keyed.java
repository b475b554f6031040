package dev.bulwark.scan.jinja;

import dev.bulwark.scan.jinja.Reach.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Finds text that a template writes only when the conversation holds a certain word: how a
/// template changes what a model is told, for some people only.
///
/// Templates of honest models look into the conversation for markup (`</think>`, `[TOOL_CALLS]`,
/// `/no_think`), so a word is letters and spaces only, and the text must be a sentence.
final class Keyed {
  private static final int WORDS = 6;
  private static final int MAX_DEPTH = 20;
  private static final Set<String> SEARCHES =
      Set.of("startswith", "endswith", "find", "index", "count", "rfind", "rindex");
  private static final Set<String> COMPARISONS = Set.of("in", "not in", "==", "!=");
  private static final Set<String> TESTS =
      Set.of("in", "eq", "equalto", "sameas", "containing", "contains", "match", "search");

  private final Scope scope;
  private final Evaluation evaluation;

  Keyed(Scope scope, Evaluation evaluation) {
    this.scope = scope;
    this.evaluation = evaluation;
  }

  /// The name an expression stores to, with a dot for an attribute of a namespace.
  Optional<String> name(Expr target) {
    return switch (target) {
      case Expr.Name(int _, String name) -> Optional.of(name);
      case Expr.Attr(int _, Expr.Name(int _, String object), String attribute) ->
          Optional.of(object + "." + attribute);
      default -> Optional.empty();
    };
  }

  /// Whether an expression asks the conversation for a word.
  boolean isKeyed(Expr expr) {
    return switch (expr) {
      case Expr.Binary(int _, String operator, Expr left, Expr right) ->
          (operator.equals("and") || operator.equals("or"))
              ? isKeyed(left) || isKeyed(right)
              : COMPARISONS.contains(operator) && asks(left, right);
      case Expr.Unary(int _, String operator, Expr operand) ->
          operator.equals("not") && isKeyed(operand);
      case Expr.Call(
              int _,
              Expr.Attr(int _, Expr object, String method),
              Expr.Arguments arguments) ->
          SEARCHES.contains(method)
              && arguments.positional().stream().anyMatch(argument -> asks(object, argument));
      case Expr.Test(int _, Expr target, String name, boolean _, Expr.Arguments arguments) ->
          TESTS.contains(name)
              && arguments.positional().stream().anyMatch(argument -> asks(target, argument));
      case Expr.Name _, Expr.Attr _ -> name(expr).filter(scope::isKeyed).isPresent();
      case Expr.Literal _,
          Expr.Tuple _,
          Expr.Many _,
          Expr.Pairs _,
          Expr.Item _,
          Expr.Slice _,
          Expr.Filter _,
          Expr.Call _,
          Expr.Conditional _ ->
          false;
    };
  }

  private boolean asks(Expr one, Expr other) {
    Abstract left = evaluation.value(one);
    Abstract right = evaluation.value(other);
    return (left.content() && words(right).anyMatch(Keyed::isWord))
        || (right.content() && words(left).anyMatch(Keyed::isWord));
  }

  private static Stream<String> words(Abstract value) {
    return Stream.concat(
        value.texts(),
        value.known().stream()
            .flatMap(known -> Filters.elements(known).stream())
            .flatMap(Abstract::texts));
  }

  private static boolean isWord(String text) {
    return text.chars().filter(Character::isLetter).count() >= 3
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || " -'.,?!:".indexOf(c) >= 0);
  }

  /// Looks at a branch of an `if`.
  void branch(int at, Node.Branch branch) {
    if (isKeyed(branch.test())) {
      StringBuilder text = new StringBuilder();
      gather(branch.body(), text, 0);
      judge(at, text.toString());
    }
  }

  /// Looks at a value that an inline `if` chooses.
  void written(int at, Expr test, Abstract value) {
    if (isKeyed(test)) {
      value.texts().forEach(text -> judge(at, text));
    }
  }

  /// The fixed text a body writes or keeps in a name.
  private void gather(List<Node> nodes, StringBuilder text, int depth) {
    for (Node node : nodes) {
      switch (node) {
        case Node.Data data -> text.append(data.text());
        case Node.Print(int _, List<Expr> values) -> values.forEach(v -> literal(v, text));
        case Node.Assign(int _, Expr _, Expr value) -> literal(value, text);
        default -> {
          if (depth < MAX_DEPTH) {
            Bodies.of(node).forEach(body -> gather(body, text, depth + 1));
          }
        }
      }
    }
  }

  private void literal(Expr value, StringBuilder text) {
    Abstract folded = evaluation.value(value);
    folded.texts().limit(1).forEach(known -> text.append(' ').append(known));
  }

  private void judge(int at, String text) {
    long words = Stream.of(text.split("[^\\p{L}']+", -1)).filter(word -> word.length() > 1).count();
    if (words >= WORDS) {
      boolean order = Catalogue.ORDER.matcher(text).find();
      evaluation.reach(
          order ? Kind.CONDITIONAL_ORDER : Kind.CONDITIONAL, at, words + " words of fixed text");
    }
  }
}
