package dev.bulwark.scan.keras;

import static dev.bulwark.scan.keras.KerasJson.DENSE;
import static dev.bulwark.scan.keras.KerasJson.calling;
import static dev.bulwark.scan.keras.KerasJson.clean;
import static dev.bulwark.scan.keras.KerasJson.lambda;
import static dev.bulwark.scan.keras.KerasJson.layer;
import static dev.bulwark.scan.keras.KerasJson.model;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.testkit.CheckContract;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class KerasChecksTest {
  private static final List<Check<JsonView>> CHECKS =
      KerasChecks.all(KerasNames.builtin(), PicklePolicy.builtin());

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  private static JsonView view(String name, String json) {
    Source source = Source.of(Place.of(name), KerasJson.utf8(json));
    Reading<JsonView> reading = new JsonReader(List.of()).read(source, budget());
    assertThat(reading).as(json).isInstanceOf(Reading.View.class);
    return ((Reading.View<JsonView>) reading).view();
  }

  private static JsonView view(String json) {
    return view("config.json", json);
  }

  private static List<Finding> findings(JsonView view) {
    List<Finding> findings = new ArrayList<>();
    CHECKS.forEach(check -> findings.addAll(check.examine(view, budget()).findings()));
    return findings;
  }

  /// Rule and severity of each finding.
  private static List<String> said(String json) {
    return findings(view(json)).stream()
        .map(finding -> finding.rule().value() + " " + finding.severity())
        .distinct()
        .toList();
  }

  @Nested
  class Code extends CheckContract<JsonView> {
    @Override
    protected Check<JsonView> check() {
      return CHECKS.get(0);
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(view(KerasJson.clean()));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(view(model(lambda())));
    }
  }

  @Nested
  class Outside extends CheckContract<JsonView> {
    @Override
    protected Check<JsonView> check() {
      return CHECKS.get(1);
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(view(KerasJson.clean()), view(model(lambda())));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(view(model(calling("os", "system"))));
    }
  }

  @Test
  void aCleanModelRaisesNoAlarm() {
    assertThat(said(clean())).isEmpty();
    assertThat(said(model(calling("builtins", "relu")))).isEmpty();
    assertThat(said(model(layer("keras.src.ops.numpy", "Add", "{\"name\": \"add\"}")))).isEmpty();
  }

  @Test
  void anotherDocumentIsNotConcerned() {
    for (String json : List.of("{\"architectures\": [\"Bert\"]}", "{\"class_name\": 3}", "[1]")) {
      assertThat(CHECKS)
          .allSatisfy(
              check ->
                  assertThat(check.examine(view(json), budget()))
                      .isInstanceOf(Outcome.NotApplicable.class));
    }
  }

  @Test
  void codeIsFoundAtAnyDepth() {
    String deep = lambda();
    for (int i = 0; i < 40; i++) {
      deep = layer("keras.layers", "TimeDistributed", "{\"name\": \"t\", \"layer\": " + deep + "}");
    }
    assertThat(said(model(deep))).containsExactly("KER-001 CRITICAL");
  }

  @Test
  void codeOfOlderVersionsIsFound() {
    String old =
        "{\"class_name\": \"Lambda\", \"config\": {\"name\": \"l\", \"function\": [\"4wE=\", null,"
            + " null], \"function_type\": \"lambda\", \"module\": \"__main__\"}}";
    assertThat(said(model(old))).containsExactly("KER-001 CRITICAL");
    assertThat(
            said(
                model(
                    old.replace("lambda\"", "function\"")
                        .replace("[\"4wE=\", null, null]", "\"f\""))))
        .containsExactly("KER-001 HIGH");
    assertThat(said(model(old.replace("\"Lambda\"", "\"Custom>Lambda\""))))
        .contains("KER-001 CRITICAL");
  }

  /// CVE-2025-1550.
  @Test
  void modulesOutsideOfKerasAreFound() {
    for (String module :
        List.of("os", "subprocess", "builtins", "posix", "pty", "runpy", "some.gadget")) {
      assertThat(said(model(calling(module, "system"))))
          .as(module)
          .containsExactly("KER-002 CRITICAL");
      assertThat(said(model(layer(module, "Popen", "{}"))))
          .as(module)
          .containsExactly("KER-002 CRITICAL");
    }
    assertThat(said(model(layer("keras", "x", "{}").replace("\"keras\"", "\"kerasx\""))))
        .containsExactly("KER-002 CRITICAL");
  }

  @Test
  void customClassesAreSuspicious() {
    String custom =
        "{\"module\": \"my.layers\", \"class_name\": \"Mine\", \"config\": {}, \"registered_name\": \"my>Mine\"}";
    assertThat(said(model(custom))).containsExactly("KER-002 HIGH");
    assertThat(said(model(custom.replace("my.layers", "subprocess"))))
        .containsExactly("KER-002 CRITICAL");
    assertThat(said(model(custom.replace("\"my.layers\"", "null"))))
        .containsExactly("KER-004 MEDIUM");
  }

  /// CVE-2025-8747, CVE-2025-9906, CVE-2025-49655, CVE-2026-1462.
  @Test
  void dangerousPartsOfKerasAreFound() {
    for (String prefix : List.of("keras", "tf_keras", "keras_core", "tensorflow.keras")) {
      assertThat(said(model(calling(prefix + ".utils", "get_file")))).contains("KER-003 CRITICAL");
      assertThat(said(model(calling(prefix + ".config", "enable_unsafe_deserialization"))))
          .contains("KER-003 CRITICAL");
      for (String name : List.of("TorchModuleWrapper", "TFSMLayer")) {
        assertThat(said(model(layer(prefix + ".layers", name, "{}")))).contains("KER-003 CRITICAL");
      }
    }
    assertThat(said(model(calling("keras.src.utils.file_utils", "anything"))))
        .contains("KER-003 CRITICAL");
    String hidden =
        "{\"module\": \"keras.metrics\", \"class_name\": \"Nothing\", \"config\": {}, \"registered_name\": \"get_file\"}";
    assertThat(said(model(hidden.replace("keras.metrics", "keras.utils"))))
        .contains("KER-003 CRITICAL");
    assertThat(said(model("{\"class_name\": \"TFSMLayer\", \"config\": {}}")))
        .contains("KER-003 CRITICAL");
  }

  /// CVE-2025-12058.
  @Test
  void vocabulariesThatAreFilesAreFound() {
    String config = "{\"name\": \"s\", \"vocabulary\": \"/etc/passwd\"}";
    assertThat(said(model(layer("keras.layers", "StringLookup", config))))
        .containsExactly("KER-005 HIGH");
    assertThat(said(model(layer("keras.layers", "TextVectorization", config))))
        .containsExactly("KER-005 HIGH");
    assertThat(said(model(layer("keras.layers", "StringLookup", "{\"vocabulary\": [\"a\"]}"))))
        .isEmpty();
    assertThat(said(model(layer("keras.layers", "StringLookup", "{\"vocabulary\": null}"))))
        .isEmpty();
  }

  @Test
  void unknownNamesAreSuspicious() {
    assertThat(said(model(layer("keras.layers", "Mystery", "{}"))))
        .containsExactly("KER-004 MEDIUM");
    assertThat(said(model(calling("keras.activations", "mystery"))))
        .containsExactly("KER-004 MEDIUM");
    assertThat(said(model(layer("keras.layers", "dense", "{}")))).containsExactly("KER-004 MEDIUM");
  }

  @Test
  void namesThatDisagreeAreSuspicious() {
    String layer =
        DENSE.replace(
            "\"registered_name\": null, \"build", "\"registered_name\": \"x>Dense\", \"build");
    assertThat(said(model(layer))).containsExactly("KER-006 MEDIUM");
  }

  @Test
  void aKeyThatStandsTwiceHidesNothing() {
    String twice =
        calling("builtins", "relu")
            .replace("\"module\": \"builtins\"", "\"module\": \"os\", \"module\": \"builtins\"");
    assertThat(said(model(twice))).contains("KER-002 CRITICAL", "KER-006 MEDIUM");
    String lambda =
        DENSE.replace(
            "\"class_name\": \"Dense\"", "\"class_name\": \"Lambda\", \"class_name\": \"Dense\"");
    assertThat(said(model(lambda))).contains("KER-001 HIGH");
  }

  @Test
  void tensorFlowFunctionsAreJudgedByName() {
    String op =
        "{\"class_name\": \"TFOpLambda\", \"config\": {\"name\": \"t\", \"function\": \"%s\"}}";
    assertThat(said(model(op.formatted("math.multiply")))).isEmpty();
    assertThat(said(model(op.formatted("io.write_file")))).containsExactly("KER-007 CRITICAL");
    assertThat(said(model(op.formatted("numpy_function")))).containsExactly("KER-007 CRITICAL");
    assertThat(said(model(op.formatted("mystery")))).containsExactly("KER-007 MEDIUM");
    String bare =
        "{\"class_name\": \"TensorFlowOpLayer\", \"config\": {\"node_def\": {\"op\": \"WriteFile\"}}}";
    assertThat(said(model(bare))).containsExactly("KER-007 CRITICAL");
  }

  @Test
  void aTypeSpecificationNamesAClassToo() {
    String spec =
        "{\"class_name\": \"__typespec__\", \"spec_name\": \"%s\", \"module\": \"%s\", \"config\": [], \"registered_name\": null}";
    assertThat(said(model(spec.formatted("TensorSpec", "tensorflow.python.framework.tensor_spec"))))
        .isEmpty();
    assertThat(said(model(spec.formatted("Popen", "subprocess"))))
        .containsExactly("KER-002 CRITICAL");
  }

  @Test
  void trainingConfigurationsAreConcernedByTheirName() {
    String training = "{\"optimizer_config\": {\"class_name\": \"%s\", \"config\": {}}}";
    assertThat(findings(view("@training_config.json", training.formatted("Adam")))).isEmpty();
    assertThat(findings(view("@training_config.json", training.formatted("Lambda"))))
        .extracting(Finding::severity)
        .containsExactly(Severity.HIGH);
  }

  @Test
  void aFindingSaysWhere() {
    assertThat(findings(view("m.json", "\n\n" + model(lambda()))))
        .extracting(finding -> finding.place().toString())
        .anySatisfy(place -> assertThat(place).startsWith("m.json:"));
  }
}
