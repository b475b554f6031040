package dev.bulwark.scan.jinja;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.scan.jinja.Reach.Kind;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Goes through a whole template, every branch of it, until nothing new is learnt about its names.
final class Walk {
  private static final int ROUNDS = 4;
  private static final int UNROLLED = 32;
  private static final int UNROLL_DEPTH = 2;

  private final Scope scope = new Scope();
  private final Set<Reach> reaches = new LinkedHashSet<>();
  private final Map<String, Node.Macro> macros = new HashMap<>();
  private final Evaluation evaluation;
  private final Keyed keyed;
  private final Budget budget;
  private int unrolling;

  Walk(Budget budget) {
    this.budget = budget;
    this.evaluation = new Evaluation(scope, macros, reaches, budget);
    this.keyed = new Keyed(scope, evaluation);
  }

  /// What a template reaches, in the order it was found.
  static Set<Reach> over(List<Node> template, Budget budget) {
    Walk walk = new Walk(budget);
    walk.macros(template);
    for (int round = 0; round < ROUNDS; round++) {
      walk.nodes(template);
      if (!walk.scope.takeChanged()) {
        break;
      }
    }
    return walk.reaches;
  }

  /// Macros are known before they are defined: an imported template or a later round may call them.
  private void macros(List<Node> nodes) {
    for (Node node : nodes) {
      if (node instanceof Node.Macro macro) {
        macros.put(macro.name(), macro);
      }
      Bodies.of(node).forEach(this::macros);
    }
  }

  private void nodes(List<Node> nodes) {
    nodes.forEach(this::node);
  }

  private void node(Node node) {
    budget.tick();
    switch (node) {
      case Node.Data _, Node.Jump _ -> {}
      case Node.Print(int _, List<Expr> values) -> values.forEach(this::printed);
      case Node.Do(int _, Expr value) -> evaluation.value(value);
      case Node.For loop -> loop(loop);
      case Node.If choice -> choice(choice);
      case Node.Assign(int _, Expr target, Expr value) -> assign(target, value);
      case Node.AssignBlock block -> assignBlock(block);
      case Node.Macro macro -> macro(macro);
      case Node.CallBlock block -> {
        evaluation.value(block.call());
        parameters(block.signature());
        block.signature().names().forEach(name -> scope.assign(name, Abstract.unknown()));
        nodes(block.body());
      }
      case Node.FilterBlock(int _, Expr filter, List<Node> body) -> {
        evaluation.value(filter);
        nodes(body);
      }
      case Node.With with -> {
        for (int i = 0; i < with.targets().size(); i++) {
          assign(with.targets().get(i), with.values().get(i));
        }
        nodes(with.body());
      }
      case Node.Body(int _, String _, List<Expr> values, List<Node> body) -> {
        values.forEach(evaluation::value);
        nodes(body);
      }
      case Node.Load load -> load(load);
    }
  }

  private void printed(Expr value) {
    evaluation.value(value);
    if (value instanceof Expr.Conditional(int at, Expr test, Expr then, Optional<Expr> _)) {
      keyed.written(at, test, evaluation.value(then));
    }
  }

  private void loop(Node.For loop) {
    Abstract items = evaluation.value(loop.items());
    loop.test().ifPresent(evaluation::value);
    boolean unrolled =
        items.isConstant()
            && unrolling < UNROLL_DEPTH
            && Filters.elements(items.known().getFirst()).size() <= UNROLLED;
    if (unrolled) {
      unrolling++;
      for (Abstract item : Filters.elements(items.known().getFirst())) {
        bind(loop.target(), item);
        nodes(loop.body());
      }
      unrolling--;
    } else {
      bind(loop.target(), items.each(Walk::anyElement));
      nodes(loop.body());
    }
    nodes(loop.otherwise());
  }

  private static Abstract anyElement(Const value) {
    return Abstract.any(Filters.elements(value).stream());
  }

  private void choice(Node.If choice) {
    for (Node.Branch branch : choice.branches()) {
      evaluation.value(branch.test());
      nodes(branch.body());
      keyed.branch(choice.at(), branch);
    }
    nodes(choice.otherwise());
  }

  private void assign(Expr target, Expr value) {
    bind(target, evaluation.value(value));
    if (value instanceof Expr.Conditional(int at, Expr test, Expr then, Optional<Expr> _)) {
      keyed.written(at, test, evaluation.value(then));
    }
    if (keyed.isKeyed(value)) {
      keyed.name(target).ifPresent(scope::key);
    }
  }

  private void assignBlock(Node.AssignBlock block) {
    nodes(block.body());
    Abstract text = text(block.body());
    if (block.filter().isPresent()) {
      evaluation.value(block.filter().get());
      text = text.transformed();
    }
    bind(block.target(), text);
  }

  /// Gives the names of a target what a value holds.
  private void bind(Expr target, Abstract value) {
    switch (target) {
      case Expr.Tuple(int _, List<Expr> targets) -> {
        for (int i = 0; i < targets.size(); i++) {
          bind(targets.get(i), Fold.item(value, Abstract.of(new Const.Int(i))));
        }
      }
      case Expr.Attr(int at, Expr _, String attribute) -> {
        if (Catalogue.isInternal(attribute)) {
          evaluation.reach(Kind.INTERNAL, at, attribute);
        }
        keyed.name(target).ifPresent(name -> scope.assign(name, value));
      }
      default -> keyed.name(target).ifPresent(name -> scope.assign(name, value));
    }
  }

  private void macro(Node.Macro macro) {
    parameters(macro.signature());
    nodes(macro.body());
    evaluation.macroText(macro.name(), text(macro.body()));
  }

  /// Parameters may be anything, beside their defaults and what calls give them.
  private void parameters(Node.Signature signature) {
    int required = signature.names().size() - signature.defaults().size();
    for (int i = 0; i < signature.names().size(); i++) {
      Abstract value =
          i < required
              ? Abstract.nothing()
              : evaluation.value(signature.defaults().get(i - required));
      scope.assign(signature.names().get(i), value);
    }
  }

  /// What a body writes, when it is nothing but text and known values.
  private Abstract text(List<Node> body) {
    Abstract text = Abstract.text("");
    for (Node node : body) {
      switch (node) {
        case Node.Data data -> text = Fold.binary("~", text, Fold.bounded(data.text()));
        case Node.Print(int _, List<Expr> values) -> {
          for (Expr value : values) {
            text = Fold.binary("~", text, evaluation.value(value));
          }
        }
        case Node.Assign _, Node.AssignBlock _, Node.Do _, Node.Macro _ -> {}
        default -> {
          return Abstract.unknown();
        }
      }
    }
    return text;
  }

  private void load(Node.Load load) {
    Abstract template = evaluation.value(load.template());
    load.names().forEach(name -> scope.assign(name, Abstract.unknown()));
    boolean inside = !template.open() && template.texts().noneMatch(Walk::leavesFolder);
    evaluation.reach(
        inside ? Kind.LOAD : Kind.LOAD_OUTSIDE,
        load.at(),
        load.kind() + template.texts().findFirst().map(name -> " " + name).orElse(""));
  }

  private static boolean leavesFolder(String name) {
    return name.startsWith("/")
        || name.contains("..")
        || name.contains("\\")
        || name.contains(":")
        || name.indexOf(Const.Text.GAP) >= 0;
  }
}
