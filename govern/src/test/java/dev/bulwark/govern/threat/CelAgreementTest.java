package dev.bulwark.govern.threat;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.bulwark.govern.facts.FactSpec;
import dev.bulwark.govern.facts.FactType;
import dev.bulwark.kernel.bytes.Bytes;
import dev.bulwark.kernel.system.ElementKind;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.Mangle;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The conditions are CEL: the field's own implementation accepts what we accept and answers what
/// we answer, also when facts are missing.
final class CelAgreementTest {
  private static final int SAMPLES = 200;
  private static final Pattern TOKEN =
      Pattern.compile("\"[^\"]*\"|[a-zA-Z_.]+|[0-9]+|&&|\\|\\||[!=<>]=|\\S");
  private static final Map<ElementKind, CelCompiler> COMPILERS = compilers();
  private static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder().build();

  @Test
  void everyRuleIsTypedCelAndMeansTheSame() {
    for (ThreatRule rule : Systems.RULES.rules()) {
      agree(rule.scope(), rule.when(), text(rule.when()));
    }
  }

  @Test
  void everyScaleIsTypedCelAndMeansTheSame() {
    Scales scales = Systems.RULES.scales();
    List<Scale> whole = new ArrayList<>(scales.stake().values());
    whole.add(scales.motive());
    whole.forEach(scale -> agree(ElementKind.SYSTEM, scale));
    scales.exposure().forEach(CelAgreementTest::agree);
    scales.weight().forEach(CelAgreementTest::agree);
  }

  @Test
  void anyConditionIsTypedCelAndMeansTheSame() {
    ForAll.cases(
        300,
        random -> {
          ElementKind scope = pick(List.of(ElementKind.values()), random);
          Condition condition = new ConditionMaker(random, scope).make(3);
          String text = text(condition);
          assertThat(Condition.parse(text)).isEqualTo(condition);
          assertThat(ConditionCheck.problems(condition, scope, Systems.TABLE)).as(text).isEmpty();
          agree(scope, condition, text, random, 10);
        });
  }

  /// Whatever text we read, CEL reads too, and to the same answer: no precedence of our own.
  @Test
  void aMangledConditionIsRefusedOrMeansTheSame() {
    int[] read = {0};
    ForAll.cases(
        4_000,
        random -> {
          ThreatRule rule = pick(Systems.RULES.rules(), random);
          String text = mangled(text(rule.when()), random);
          Optional<Condition> condition = parsed(text);
          if (condition.isEmpty()) {
            return;
          }
          CelValidationResult parsed = compiler(rule.scope()).parse(text);
          assertThat(parsed.hasError()).as(text + "\n" + parsed.getErrorString()).isFalse();
          if (ConditionCheck.problems(condition.get(), rule.scope(), Systems.TABLE).isEmpty()) {
            agree(rule.scope(), condition.get(), text, random, 3);
            read[0]++;
          }
        });
    assertThat(read[0]).isGreaterThan(300);
  }

  @Test
  void theCheckerRefusesWhatCelRefuses() {
    for (String text :
        List.of(
            "model.nope",
            "component.depsPinned",
            "nothing.origin == \"own\"",
            "model.origin",
            "model.origin == 1",
            "model.llm == \"true\"",
            "model.origin in model.format",
            "model.inputs == \"images\"",
            "system.peopleAffected < \"1\"",
            "!model.origin",
            "model.llm && model.origin")) {
      Condition condition = Condition.parse(text);
      assertThat(compiler(ElementKind.MODEL).compile(text).hasError()).as(text).isTrue();
      assertThat(ConditionCheck.problems(condition, ElementKind.MODEL, Systems.TABLE))
          .as(text)
          .isNotEmpty();
    }
  }

  /// A byte damaged, or a token taken out, repeated or moved.
  private static String mangled(String text, RandomGenerator random) {
    if (random.nextInt(3) == 0) {
      return Bytes.of(Mangle.once(Bytes.utf8(text).toArray(), random)).utf8();
    }
    List<String> tokens =
        new ArrayList<>(TOKEN.matcher(text).results().map(MatchResult::group).toList());
    String token = tokens.remove(random.nextInt(tokens.size()));
    if (random.nextInt(3) > 0) {
      tokens.add(random.nextInt(tokens.size() + 1), token);
    }
    if (random.nextBoolean()) {
      tokens.add(random.nextInt(tokens.size() + 1), pick(List.of("!", "==", "&&", "||"), random));
    }
    return String.join(" ", tokens);
  }

  private static Optional<Condition> parsed(String text) {
    try {
      return Optional.of(Condition.parse(text));
    } catch (MalformedCondition e) {
      return Optional.empty();
    }
  }

  private static void agree(ElementKind scope, Scale scale) {
    scale.steps().forEach(step -> agree(scope, step.when(), text(step.when())));
  }

  private static void agree(ElementKind scope, Condition condition, String text) {
    ForAll.seed(17, random -> agree(scope, condition, text, random, SAMPLES));
  }

  private static void agree(
      ElementKind scope, Condition condition, String text, RandomGenerator random, int samples) {
    try {
      CelAbstractSyntaxTree checked = compiler(scope).compile(text).getAst();
      CelRuntime.Program program = RUNTIME.createProgram(checked);
      for (int i = 0; i < samples; i++) {
        Map<String, Map<String, Fact.Value>> facts = new TreeMap<>();
        facts.put("system", values(ElementKind.SYSTEM, random));
        facts.put(scope.word(), values(scope, random));
        assertThat(ours(condition, facts))
            .as(text + " over " + facts)
            .isEqualTo(cel(program, facts));
      }
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Condition.Truth ours(
      Condition condition, Map<String, Map<String, Fact.Value>> facts) {
    return condition.decide(
        (variable, fact) -> Optional.ofNullable(facts.get(variable)).map(all -> all.get(fact)));
  }

  private static Condition.Truth cel(
      CelRuntime.Program program, Map<String, Map<String, Fact.Value>> facts) {
    Map<String, Object> variables = new TreeMap<>();
    facts.forEach(
        (variable, values) -> {
          Map<String, Object> plain = new TreeMap<>();
          values.forEach((name, value) -> plain.put(name, plain(value)));
          variables.put(variable, plain);
        });
    try {
      return Condition.Truth.of((Boolean) program.eval(variables));
    } catch (CelEvaluationException e) {
      return Condition.Truth.ERROR;
    }
  }

  private static Object plain(Fact.Value value) {
    return switch (value) {
      case Fact.Value.Flag(boolean flag) -> flag;
      case Fact.Value.Count(long count) -> count;
      case Fact.Value.Word(String word) -> word;
      case Fact.Value.Words(List<String> words) -> words;
    };
  }

  /// Random facts of one element, one in sixteen missing.
  private static SortedMap<String, Fact.Value> values(ElementKind kind, RandomGenerator random) {
    SortedMap<String, Fact.Value> values = new TreeMap<>();
    for (FactSpec spec : Systems.TABLE.of(kind).values()) {
      if (random.nextInt(16) != 0) {
        values.put(spec.name(), ConditionMaker.value(spec.type(), random));
      }
    }
    return values;
  }

  private static <T> T pick(List<T> list, RandomGenerator random) {
    return list.get(random.nextInt(list.size()));
  }

  private static String text(Condition condition) {
    return ConditionMaker.text(condition);
  }

  private static CelCompiler compiler(ElementKind scope) {
    return COMPILERS.get(scope);
  }

  private static Map<ElementKind, CelCompiler> compilers() {
    Map<ElementKind, CelCompiler> compilers = new EnumMap<>(ElementKind.class);
    for (ElementKind scope : ElementKind.values()) {
      Map<String, CelType> structs = new TreeMap<>();
      structs.put("system", struct(ElementKind.SYSTEM));
      structs.put(scope.word(), struct(scope));
      CelCompilerBuilder builder =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setResultType(SimpleType.BOOL)
              .setTypeProvider(new Structs(structs));
      structs.forEach(builder::addVar);
      compilers.put(scope, builder.build());
    }
    return compilers;
  }

  private static CelType struct(ElementKind kind) {
    Map<String, CelType> fields = new TreeMap<>();
    Systems.TABLE.of(kind).forEach((name, spec) -> fields.put(name, type(spec.type())));
    return StructType.create(
        "bulwark." + kind.word(),
        ImmutableSet.copyOf(fields.keySet()),
        name -> Optional.ofNullable(fields.get(name)));
  }

  private static CelType type(FactType type) {
    return switch (type) {
      case FactType.Flag _ -> SimpleType.BOOL;
      case FactType.Count _ -> SimpleType.INT;
      case FactType.Word _, FactType.Reference _ -> SimpleType.STRING;
      case FactType.Words _, FactType.References _ -> ListType.create(SimpleType.STRING);
    };
  }

  private record Structs(Map<String, CelType> byVariable) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return ImmutableList.copyOf(byVariable.values());
    }

    @Override
    public Optional<CelType> findType(String name) {
      return byVariable.values().stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
