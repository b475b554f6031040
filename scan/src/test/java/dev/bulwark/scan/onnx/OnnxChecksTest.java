package dev.bulwark.scan.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.onnx.OnnxView.External;
import dev.bulwark.scan.onnx.OnnxView.Oddity;
import dev.bulwark.scan.onnx.OnnxView.Operator;
import dev.bulwark.testkit.CheckContract;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class OnnxChecksTest {
  private static Check<OnnxView> find(String rule) {
    return OnnxChecks.all().stream()
        .filter(check -> check.rule().id().value().equals(rule))
        .findFirst()
        .orElseThrow();
  }

  private static OnnxView files(String... locations) {
    List<External> external =
        java.util.Arrays.stream(locations).map(path -> new External(path, 1, 9)).toList();
    return new OnnxView(Place.of("m"), 10, List.of(), external, List.of(), 1);
  }

  private static OnnxView operators(Operator... operators) {
    return new OnnxView(Place.of("m"), 10, List.of(operators), List.of(), List.of(), 1);
  }

  private static Operator operator(String domain, String type, boolean local) {
    return new Operator(domain, type, local, 1, 5);
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
      super(
          "ONX-004",
          files("w"),
          new OnnxView(
              Place.of("m"), 10, List.of(), List.of(), List.of(new Oddity(3, "it is odd")), 1));
    }
  }

  @Test
  void tensorsInOtherFilesAreNotedAndPass() {
    Outcome outcome =
        find("ONX-005").examine(files("w"), Budget.of(Limits.DEFAULT, System::nanoTime));
    assertThat(outcome).isInstanceOf(Outcome.Passed.class);
    assertThat(outcome.findings()).hasSize(1);
  }
}
