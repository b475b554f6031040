package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.scan.jinja.Const.Entry;
import dev.bulwark.scan.jinja.Expr.Arguments;
import dev.bulwark.scan.jinja.Filters.Given;
import dev.bulwark.scan.jinja.Reach.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What expressions may be, and what they reach on the way. Nothing of the template runs: known
/// values are folded, everything else is unknown.
final class Evaluation {
  private static final long MAX_WORK = 3_000_000;
  private static final int MAX_REACHES = 60;

  private final Scope scope;
  private final Map<String, Node.Macro> macros;
  private final Map<String, Abstract> macroTexts = new HashMap<>();
  private final Set<Reach> reaches;
  private final Budget budget;
  private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
  private long work;

  Evaluation(Scope scope, Map<String, Node.Macro> macros, Set<Reach> reaches, Budget budget) {
    this.scope = scope;
    this.macros = macros;
    this.reaches = reaches;
    this.budget = budget;
  }

  /// Notes what was reached; of each kind the first {@link #MAX_REACHES} are kept.
  void reach(Kind kind, int at, String what) {
    Reach reach = new Reach(kind, at, what);
    if (!reaches.contains(reach) && counts.merge(kind, 1, Integer::sum) <= MAX_REACHES) {
      reaches.add(reach);
    }
  }

  /// What a macro writes, when that is known.
  void macroText(String name, Abstract text) {
    macroTexts.merge(name, text, Abstract::or);
  }

  private void charge(Abstract one, Abstract other) {
    work +=
        (1L + one.known().size()) * (1 + other.known().size())
            + (one.weight() + other.weight()) / 8;
    if (work > MAX_WORK) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "a template that computes too much from constants");
    }
  }

  Abstract value(Expr expr) {
    budget.tick();
    return switch (expr) {
      case Expr.Literal(int _, Const value) -> Abstract.of(value);
      case Expr.Name(int at, String name) -> name(at, name);
      case Expr.Tuple(int _, List<Expr> items) -> sequence(items);
      case Expr.Many(int _, List<Expr> items) -> sequence(items);
      case Expr.Pairs(int _, List<Expr.Pair> pairs) ->
          Abstract.of(
              new Const.Dict(
                  pairs.stream().map(p -> new Entry(value(p.key()), value(p.value()))).toList()));
      case Expr.Attr attr -> attribute(attr);
      case Expr.Item item -> item(item);
      case Expr.Slice slice -> {
        slice.start().ifPresent(this::value);
        slice.stop().ifPresent(this::value);
        slice.step().ifPresent(this::value);
        yield Abstract.unknown();
      }
      case Expr.Call call -> call(call);
      case Expr.Filter filter ->
          filter(filter, filter.target().map(this::value).orElse(Abstract.unknown()));
      case Expr.Test test -> {
        value(test.target());
        given(test.arguments());
        yield Abstract.unknown();
      }
      case Expr.Unary(int _, String operator, Expr operand) -> {
        Abstract value = value(operand);
        yield operator.equals("-") ? Fold.negative(value) : Abstract.unknown();
      }
      case Expr.Binary binary -> binary(binary);
      case Expr.Conditional(int _, Expr test, Expr then, Optional<Expr> otherwise) -> {
        value(test);
        yield value(then).or(otherwise.map(this::value).orElse(Abstract.nothing()));
      }
    };
  }

  private Abstract name(int at, String name) {
    if (Catalogue.isDunder(name)) {
      reach(Kind.FUNCTION, at, name);
    }
    return scope.value(name);
  }

  private Abstract sequence(List<Expr> items) {
    return Abstract.of(new Const.Seq(items.stream().map(this::value).toList()));
  }

  private Abstract binary(Expr.Binary binary) {
    Abstract left = value(binary.left());
    Abstract right = value(binary.right());
    charge(left, right);
    if (binary.operator().equals("*")) {
      size(binary.at(), left);
      size(binary.at(), right);
    }
    return Fold.binary(binary.operator(), left, right);
  }

  /// Notes a known number that is far beyond any use.
  void size(int at, Abstract count) {
    for (Const value : count.known()) {
      if (value instanceof Const.Int(long number) && number >= Catalogue.HUGE) {
        reach(Kind.SIZE, at, Long.toString(number));
      }
    }
  }

  private Abstract attribute(Expr.Attr attr) {
    return attribute(attr, value(attr.target()));
  }

  private Abstract attribute(Expr.Attr attr, Abstract target) {
    named(attr.at(), attr.name(), true);
    if (attr.target() instanceof Expr.Name(int at, String module)
        && Catalogue.MODULES.contains(module)
        && !scope.has(module)) {
      reach(Kind.FUNCTION, at, module + "." + attr.name());
    }
    if (attr.target() instanceof Expr.Name(int _, String object)
        && scope.has(object + "." + attr.name())) {
      return scope.value(object + "." + attr.name()).or(known(target, attr.name()));
    }
    return known(target, attr.name());
  }

  /// What the attribute of a target may be. What was said in a conversation is called `content`, or
  /// `text` where it has parts; the other attributes of a part, such as its type, were not said.
  private static Abstract known(Abstract target, String name) {
    Abstract found = Fold.item(target, Abstract.text(name));
    boolean said = name.equals("content") || (name.equals("text") && target.content());
    return said ? found.said() : found.unsaid();
  }

  /// Judges the name of an attribute.
  ///
  /// @param dotted whether it is written as an attribute, not as the key of a subscript, which also
  ///   names keys of data
  private void named(int at, String name, boolean dotted) {
    if (Catalogue.isInternal(name) || (dotted && name.equals("mro"))) {
      reach(Kind.INTERNAL, at, name);
    } else if (name.indexOf(Const.Text.GAP) >= 0) {
      if (dotted || name.contains("__")) {
        reach(Kind.COMPUTED, at, name.replace(Const.Text.GAP, '…'));
      }
    } else if (name.startsWith(dotted ? "_" : "__")) {
      reach(Kind.PRIVATE, at, name);
    } else if (dotted && Catalogue.POWERFUL_METHODS.contains(name) && !name.equals("system")) {
      reach(Kind.FUNCTION, at, name);
    }
  }

  private Abstract item(Expr.Item item) {
    Abstract target = value(item.target());
    if (item.index() instanceof Expr.Slice slice) {
      charge(target, target);
      return Fold.slice(
          target,
          slice.start().map(this::value),
          slice.stop().map(this::value),
          slice.step().map(this::value));
    }
    Abstract key = value(item.index());
    charge(target, key);
    key.texts().forEach(name -> named(item.at(), name, false));
    boolean data = !target.open() && !target.known().isEmpty();
    if (key.derived() && !data) {
      reach(Kind.COMPUTED, item.at(), "");
    }
    return key.isConstant() && key.texts().count() == 1
        ? known(target, key.texts().findFirst().orElseThrow())
        : Fold.item(target, key);
  }

  private Given given(Arguments arguments) {
    List<Abstract> positional = arguments.positional().stream().map(this::value).toList();
    Map<String, Abstract> named = new HashMap<>();
    arguments.named().forEach(keyword -> named.put(keyword.name(), value(keyword.value())));
    arguments.spread().forEach(this::value);
    return new Given(new ArrayList<>(positional), named);
  }

  private Abstract call(Expr.Call call) {
    return switch (call.callee()) {
      case Expr.Name(int at, String name) -> function(at, name, call.arguments());
      case Expr.Attr attr -> {
        Abstract target = value(attr.target()); // once: a chain of calls would double at each
        attribute(attr, target);
        Given given = given(call.arguments());
        yield method(attr.at(), attr.target(), attr.name(), target, given);
      }
      default -> {
        value(call.callee());
        given(call.arguments());
        yield Abstract.unknown();
      }
    };
  }

  private Abstract method(int at, Expr object, String name, Abstract target, Given given) {
    if (name.equals("system")) {
      reach(Kind.FUNCTION, at, name);
    }
    if (name.equals("format") || name.equals("format_map")) {
      target
          .texts()
          .flatMap(pattern -> Format.attributes(pattern).stream())
          .forEach(field -> named(at, field, true));
    }
    if (Set.of("center", "ljust", "rjust", "zfill", "expandtabs").contains(name)) {
      given.argument(0, "width").ifPresent(width -> size(at, width));
    }
    if (Set.of("append", "extend", "insert", "update").contains(name)
        && object instanceof Expr.Name(int _, String changed)) {
      scope.assign(changed, Abstract.computed());
    }
    given.positional().forEach(argument -> charge(target, argument));
    return Filters.method(name, target, given);
  }

  private Abstract function(int at, String name, Arguments arguments) {
    Given given = given(arguments);
    Node.Macro macro = macros.get(name);
    if (macro != null) {
      bind(macro.signature(), given);
      return macroTexts.getOrDefault(name, Abstract.unknown());
    }
    switch (name) {
      case "namespace", "dict" -> {
        return dict(given);
      }
      case "range", "lipsum" -> {
        given.positional().forEach(argument -> size(at, argument));
        given.named().values().forEach(argument -> size(at, argument));
      }
      case "getattr", "setattr" -> {
        given
            .argument(1, "name")
            .ifPresent(attribute -> attribute.texts().forEach(text -> named(at, text, true)));
        reach(Kind.FUNCTION, at, name);
      }
      default -> unlisted(at, name);
    }
    return Abstract.unknown();
  }

  private void unlisted(int at, String name) {
    if (Catalogue.isDunder(name)) {
      reach(Kind.FUNCTION, at, name);
    } else if (!scope.has(name) && !Catalogue.OFFERED.contains(name)) {
      boolean powerful = Catalogue.POWERFUL_FUNCTIONS.contains(name);
      reach(powerful ? Kind.FUNCTION : Kind.UNKNOWN_FUNCTION, at, name);
    }
  }

  void bind(Node.Signature signature, Given given) {
    List<String> names = signature.names();
    for (int i = 0; i < names.size(); i++) {
      scope.assign(names.get(i), given.argument(i, names.get(i)).orElse(Abstract.nothing()));
    }
  }

  private static Abstract dict(Given given) {
    List<Entry> entries = new ArrayList<>();
    given.named().entrySet().stream()
        .forEach(e -> entries.add(new Entry(Abstract.text(e.getKey()), e.getValue())));
    Abstract named = Abstract.of(new Const.Dict(entries));
    return given.positional().isEmpty() ? named : named.or(given.positional().getFirst());
  }

  /// What a filter makes of a value.
  Abstract filter(Expr.Filter filter, Abstract target) {
    Given given = given(filter.arguments());
    given.positional().forEach(argument -> charge(target, argument));
    charge(target, target);
    String name = filter.name();
    if (name.equals("attr")) {
      return attr(filter.at(), target, given.argument(0, "name"));
    }
    if (name.equals("map") && given.text(0, "").equals(Optional.of("attr"))) {
      return attr(filter.at(), target, given.argument(1, "name"));
    }
    byAttribute(filter, given);
    if (name.equals("center") || name.equals("indent")) {
      given.argument(0, "width").ifPresent(width -> size(filter.at(), width));
    }
    return Filters.filter(name, target, given);
  }

  private Abstract attr(int at, Abstract target, Optional<Abstract> name) {
    Abstract names = name.orElse(Abstract.unknown());
    names.texts().forEach(text -> named(at, text, true));
    if (names.open()) {
      reach(Kind.COMPUTED, at, "");
    }
    return Fold.item(target, names);
  }

  /// Filters that ask each item for an attribute by a path of names.
  private void byAttribute(Expr.Filter filter, Given given) {
    List<Abstract> paths = new ArrayList<>();
    if (Catalogue.BY_ATTRIBUTE_FIRST.contains(filter.name())) {
      given.argument(0, "attribute").ifPresent(paths::add);
    }
    if (Catalogue.BY_ATTRIBUTE_NAMED.contains(filter.name())) {
      Optional.ofNullable(given.named().get("attribute")).ifPresent(paths::add);
    }
    for (Abstract path : paths) {
      path.texts()
          .flatMap(text -> List.of(text.split("\\.", 64)).stream())
          .forEach(name -> named(filter.at(), name, true));
      if (path.open()) {
        reach(Kind.COMPUTED, filter.at(), "");
      }
    }
  }
}
