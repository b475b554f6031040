package dev.bulwark.scan.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.Use;
import dev.bulwark.scan.onnx.OnnxView.External;
import dev.bulwark.scan.onnx.OnnxView.Setting;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OnnxChecksTest {
  private static Check<OnnxView> find(String rule) {
    return OnnxChecks.all(OnnxChecks.operators()).stream()
        .filter(check -> check.rule().id().value().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private static OnnxView view(
      List<Use> operators, List<External> external, List<Setting> settings, List<Oddity> odd) {
    return new OnnxView(Place.of("m"), 10, operators, external, settings, odd, 1, List.of(), 0);
  }

  private static OnnxView files(String... locations) {
    List<External> external =
        java.util.Arrays.stream(locations).map(path -> new External(path, 1, 9)).toList();
    return view(List.of(), external, List.of(), List.of());
  }

  private static OnnxView operators(Use... operators) {
    return view(List.of(operators), List.of(), List.of(), List.of());
  }

  private static OnnxView odd(Severity severity) {
    return view(List.of(), List.of(), List.of(), List.of(new Oddity(3, severity, "it is odd")));
  }

  private static Use operator(String domain, String type, boolean local) {
    return new Use(new Operator(domain, type), local, 1, 5);
  }

  private static List<Finding> findings(String rule, OnnxView view) {
    return find(rule).examine(view, Budget.of(Limits.DEFAULT, System::nanoTime)).findings();
  }

  private abstract static class Rules extends CheckContract<OnnxView> {
    private final String rule;
    private final OnnxView clean;
    private final OnnxView dirty;

    Rules(String rule, OnnxView clean, OnnxView dirty) {
      this.rule = rule;
      this.clean = clean;
      this.dirty = dirty;
    }

    @Override
    protected Check<OnnxView> check() {
      return find(rule);
    }

    @Override
    protected List<OnnxView> clean() {
      return List.of(files(), clean);
    }

    @Override
    protected List<OnnxView> dirty() {
      return List.of(dirty);
    }
  }

  @Nested
  class Escape extends Rules {
    Escape() {
      super("ONX-001", files("weights"), files("weights", "../weights"));
    }
  }

  @Nested
  class Python extends Rules {
    Python() {
      super(
          "ONX-002",
          operators(operator("", "Gemm", false), operator("mine", "PyOp", true)),
          operators(operator("ai.onnx.contrib", "PyOp", false)));
    }
  }

  @Nested
  class Foreign extends Rules {
    Foreign() {
      super(
          "ONX-003",
          operators(operator("mine", "Layer", true), operator("ai.onnx.ml", "ZipMap", false)),
          operators(operator("mine", "Layer", false)));
    }
  }

  @Nested
  class Odd extends Rules {
    Odd() {
      super("ONX-004", odd(Severity.NOTE), odd(Severity.MEDIUM));
    }
  }

  @Nested
  class Shadow extends Rules {
    Shadow() {
      super(
          "ONX-006",
          operators(operator("mine", "Relu", true), operator("", "Relu", false)),
          operators(operator("", "Relu", true)));
    }
  }

  @Nested
  class Outside extends Rules {
    Outside() {
      super(
          "ONX-007",
          operators(operator("com.microsoft", "Gelu", false)),
          operators(operator("com.microsoft", "EPContext", false)));
    }
  }

  @Test
  void howBadAnOperatorIsComesFromTheTable() {
    assertThat(findings("ONX-002", operators(operator("any", "PyOp", false))))
        .extracting(Finding::severity)
        .containsExactly(Severity.CRITICAL);
    assertThat(findings("ONX-002", operators(operator("ai.onnx.contrib", "mine", false))))
        .extracting(Finding::severity)
        .containsExactly(Severity.HIGH);
    OnnxView tokenizer = operators(operator("ai.onnx.contrib", "BertTokenizer", false));
    assertThat(findings("ONX-002", tokenizer)).isEmpty();
    assertThat(findings("ONX-003", tokenizer)).hasSize(1);
    assertThat(findings("ONX-003", operators(operator("", "Reiu", false)))).hasSize(1);
  }

  @Test
  void tensorsInOtherFilesAreNotedAndPass() {
    Outcome outcome =
        find("ONX-005").examine(files("w"), Budget.of(Limits.DEFAULT, System::nanoTime));
    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome.findings()).hasSize(1);
  }

  @Test
  void settingsForTheRuntimeAreNoted() {
    OnnxView view =
        view(
            List.of(),
            List.of(),
            List.of(new Setting("author", 1), new Setting("ort_config", 2)),
            List.of());
    assertThat(findings("ONX-008", view)).hasSize(1);
  }
}
