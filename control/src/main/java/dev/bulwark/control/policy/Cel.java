package dev.bulwark.control.policy;

import dev.bulwark.kernel.system.ElementKind;
import dev.cel.common.CelOptions;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/// The two environments conditions compile in. Loaded on the first compilation only, which keeps
/// CEL off the start-up path.
final class Cel {
  private static final MapType MAP = MapType.create(SimpleType.STRING, SimpleType.DYN);
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(2_000)
          .maxParseRecursionDepth(32)
          .comprehensionMaxIterations(100_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  static final CelRuntime RUNTIME =
      CelRuntimeFactory.plannerRuntimeBuilder().setOptions(OPTIONS).build();

  private static final CelCompiler FACTS = facts();
  private static final CelCompiler PREDICATE = builder().addVar("predicate", MAP).build();

  private Cel() {}

  static CelCompiler compiler(Condition.Over over) {
    return switch (over) {
      case FACTS -> FACTS;
      case PREDICATE -> PREDICATE;
    };
  }

  private static CelCompiler facts() {
    CelCompilerBuilder builder = builder().addVar("system", MAP);
    for (ElementKind kind : ElementKind.values()) {
      if (kind != ElementKind.SYSTEM) {
        builder.addVar(kind.section(), ListType.create(MAP));
      }
    }
    return builder.build();
  }

  private static CelCompilerBuilder builder() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardMacros(CelStandardMacro.STANDARD_MACROS);
  }
}
