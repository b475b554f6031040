package dev.bulwark.testkit.condition;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableMap;
import dev.bulwark.kernel.condition.Condition;
import dev.bulwark.kernel.condition.Condition.Truth;
import dev.bulwark.kernel.condition.Vocabulary;
import dev.bulwark.kernel.condition.Vocabulary.Facts;
import dev.bulwark.kernel.system.Fact;
import dev.bulwark.testkit.ForAll;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/// CEL's own implementation, `dev.cel`, over one vocabulary: what our conditions are held against.
public final class CelJudge {
  private static final int SAMPLES = 200;

  private final Vocabulary vocabulary;
  private final CelCompiler compiler;
  private final CelRuntime runtime = CelRuntimeFactory.plannerRuntimeBuilder().build();

  private CelJudge(Vocabulary vocabulary, CelCompiler compiler) {
    this.vocabulary = vocabulary;
    this.compiler = compiler;
  }

  public static CelJudge of(Vocabulary vocabulary) {
    Map<String, CelType> structs = new TreeMap<>();
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .setResultType(SimpleType.BOOL);
    vocabulary
        .variables()
        .forEach((name, facts) -> builder.addVar(name, type(name, facts, structs)));
    vocabulary
        .lists()
        .forEach(
            (name, facts) -> builder.addVar(name, ListType.create(type(name, facts, structs))));
    return new CelJudge(
        vocabulary, builder.setTypeProvider(new Structs(ImmutableMap.copyOf(structs))).build());
  }

  public CelValidationResult parse(String text) {
    return compiler.parse(text);
  }

  public CelValidationResult compile(String text) {
    return compiler.compile(text);
  }

  /// Asserts that `dev.cel` compiles the text and answers it as we do, over many made facts.
  public void agrees(String text) {
    ForAll.seed(17, random -> agrees(text, random, SAMPLES));
  }

  /// The same over some of them.
  ///
  /// Where the type of a fact is open, `dev.cel` says that values of two types are unequal, and we
  /// say that there is no answer; there alone we may know less.
  public void agrees(String text, RandomGenerator random, int samples) {
    Condition condition = Condition.parse(text);
    assertThat(condition.problems(vocabulary)).as(text).isEmpty();
    CelRuntime.Program program = program(text);
    for (int i = 0; i < samples; i++) {
      MadeFacts facts = MadeFacts.of(vocabulary, condition, random);
      Truth ours = condition.decide(facts);
      if (ours != Truth.ERROR || !vocabulary.variables().containsValue(Facts.Open.OPEN)) {
        assertThat(ours).as(text + " over " + facts).isEqualTo(decide(program, facts));
      }
    }
  }

  private CelRuntime.Program program(String text) {
    try {
      return runtime.createProgram(compiler.compile(text).getAst());
    } catch (CelValidationException | CelEvaluationException e) {
      throw new AssertionError(text, e);
    }
  }

  private static Truth decide(CelRuntime.Program program, MadeFacts facts) {
    Map<String, Object> values = new TreeMap<>();
    facts.variables().forEach((name, each) -> values.put(name, plain(each)));
    facts
        .lists()
        .forEach((name, each) -> values.put(name, each.stream().map(CelJudge::plain).toList()));
    try {
      return Truth.of((Boolean) program.eval(values));
    } catch (CelEvaluationException e) {
      return Truth.ERROR;
    }
  }

  /// A fact such as `details.open` becomes a map in a map.
  private static Map<String, Object> plain(Map<String, Fact.Value> facts) {
    Map<String, Object> plain = new TreeMap<>();
    facts.forEach(
        (path, value) -> {
          List<String> names = List.of(path.split("\\.", -1));
          put(plain, names, plain(value));
        });
    return plain;
  }

  @SuppressWarnings("unchecked")
  private static void put(Map<String, Object> in, List<String> names, Object value) {
    if (names.size() == 1) {
      in.put(names.getFirst(), value);
    } else {
      put(
          (Map<String, Object>) in.computeIfAbsent(names.getFirst(), _ -> new TreeMap<>()),
          names.subList(1, names.size()),
          value);
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

  private static CelType type(String name, Facts facts, Map<String, CelType> structs) {
    return switch (facts) {
      case Facts.Open _ -> MapType.create(SimpleType.STRING, SimpleType.DYN);
      case Facts.Known(Map<String, Vocabulary.Type> types) -> {
        Map<String, CelType> fields = new TreeMap<>();
        types.forEach((fact, type) -> fields.put(fact, type(type)));
        ImmutableMap<String, CelType> known = ImmutableMap.copyOf(fields);
        CelType struct =
            StructType.create(
                "bulwark." + name, known.keySet(), fact -> Optional.ofNullable(known.get(fact)));
        structs.put(name, struct);
        yield struct;
      }
    };
  }

  private static CelType type(Vocabulary.Type type) {
    return switch (type.shape()) {
      case FLAG -> SimpleType.BOOL;
      case COUNT -> SimpleType.INT;
      case WORD -> SimpleType.STRING;
      case WORDS -> ListType.create(SimpleType.STRING);
      case ANY -> SimpleType.DYN;
    };
  }

  private record Structs(ImmutableMap<String, CelType> byName) implements CelTypeProvider {
    @Override
    public ImmutableCollection<CelType> types() {
      return byName.values();
    }

    @Override
    public Optional<CelType> findType(String name) {
      return byName.values().stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
