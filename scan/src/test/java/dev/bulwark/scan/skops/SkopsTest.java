package dev.bulwark.scan.skops;

import static dev.bulwark.scan.skops.SkopsJson.archive;
import static dev.bulwark.scan.skops.SkopsJson.clean;
import static dev.bulwark.scan.skops.SkopsJson.model;
import static dev.bulwark.scan.skops.SkopsJson.node;
import static dev.bulwark.scan.skops.SkopsJson.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.scan.pickle.PicklePolicy;
import dev.bulwark.testkit.CheckContract;
import dev.bulwark.testkit.FormatReaderContract;
import dev.bulwark.testkit.RawZip;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SkopsTest extends FormatReaderContract<SkopsView> {
  private static final List<Check<JsonView>> CHECKS = SkopsChecks.schema(PicklePolicy.builtin());

  @Override
  protected FormatReader<SkopsView> reader() {
    return new SkopsReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(archive(clean()).build());
  }

  /// A directory that goes on where its record says it ends.
  @Override
  protected List<byte[]> broken() {
    byte[] whole = archive(clean()).build();
    int entry = new String(whole, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
    whole[entry + 28] = (byte) 0xff;
    whole[entry + 29] = (byte) 0xff;
    return List.of(whole);
  }

  private static SkopsView archiveView(byte[] bytes) {
    Reading<SkopsView> reading = new SkopsTest().read(bytes);
    assertThat(reading).isInstanceOf(Reading.View.class);
    return ((Reading.View<SkopsView>) reading).view();
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  private static JsonView view(String json) {
    Source source = Source.of(Place.of("schema.json"), SkopsJson.utf8(json));
    Reading<JsonView> reading = new JsonReader(List.of()).read(source, budget());
    assertThat(reading).as(json).isInstanceOf(Reading.View.class);
    return ((Reading.View<JsonView>) reading).view();
  }

  private static List<String> said(String json) {
    List<String> said = new ArrayList<>();
    for (Check<JsonView> check : CHECKS) {
      for (Finding finding : check.examine(view(json), budget()).findings()) {
        said.add(finding.rule().value() + " " + finding.severity());
      }
    }
    return said;
  }

  @Test
  void aCleanModelRaisesNoAlarm() {
    assertThat(said(clean())).isEmpty();
    assertThat(said(model(node("FunctionNode", "scipy.special", "expit")))).isEmpty();
    assertThat(said(model(node("TypeNode", "numpy", "float64")))).isEmpty();
    assertThat(said(model(node("PartialNode", "functools", "partial")))).isEmpty();
  }

  @Test
  void anotherDocumentIsNotConcerned() {
    for (String json : List.of("{\"type\": \"object\"}", "[]", "{\"__class__\": 3}")) {
      assertThat(CHECKS)
          .allSatisfy(
              check ->
                  assertThat(check.examine(view(json), budget()))
                      .isInstanceOf(Outcome.NotApplicable.class));
    }
  }

  @Test
  void harmIsFoundInAnyNode() {
    for (String loader : List.of("FunctionNode", "TypeNode", "ObjectNode", "TupleNode")) {
      assertThat(said(model(node(loader, "os", "system"))))
          .as(loader)
          .containsExactly("SKO-001 CRITICAL");
    }
    assertThat(said(model(node("ConstructorFromReduceNode", "builtins", "eval"))))
        .containsExactly("SKO-001 CRITICAL");
    assertThat(said(model(node("FunctionNode", "joblib", "load")))).contains("SKO-001 CRITICAL");
  }

  @Test
  void schemasOfTheFirstProtocolAreJudgedToo() {
    String old =
        "{\"__class__\": \"function\", \"__module__\": \"builtins\", \"content\":"
            + " {\"module_path\": \"os\", \"function\": \"system\"}}";
    assertThat(said(old)).containsExactly("SKO-001 CRITICAL");
    assertThat(said(old.replace("\"os\"", "\"scipy.special\"").replace("system", "expit")))
        .isEmpty();
  }

  @Test
  void unknownNamesAndLoadersAreSuspicious() {
    assertThat(said(model(node("ObjectNode", "my.models", "Mine"))))
        .containsExactly("SKO-002 MEDIUM");
    assertThat(said(model(node("MagicNode", "builtins", "dict"))))
        .containsExactly("SKO-002 MEDIUM");
    assertThat(said(model(node("ObjectNode", "__main__", "Mine"))))
        .containsExactly("SKO-002 MEDIUM");
  }

  /// CVE-2025-54412: what is declared is trusted, what is built is an operator.
  @Test
  void aNodeThatPretendsIsFound() {
    assertThat(
            said(model(node("OperatorFuncNode", "sklearn.linear_model._base", "LinearRegression"))))
        .contains("SKO-003 CRITICAL");
    assertThat(said(model(node("OperatorFuncNode", "operator", "call"))))
        .contains("SKO-003 CRITICAL");
    assertThat(said(model(node("JsonNode", "builtins", "int"))))
        .containsExactly("SKO-003 CRITICAL");
    assertThat(said(model(node("LossNode", "sklearn.svm._classes", "SVC"))))
        .contains("SKO-003 CRITICAL");
    assertThat(said(model(node("LossNode", "sklearn._loss._loss", "CyHuberLoss")))).isEmpty();
  }

  /// CVE-2025-54413: the method's declared class is trusted, its object is another.
  @Test
  void aMethodOfAnotherObjectIsFound() {
    String method =
        "{\"__class__\": \"%s\", \"__module__\": \"builtins\", \"__loader__\": \"MethodNode\","
            + " \"content\": {\"func\": \"__init__\", \"obj\": %s}}";
    assertThat(said(model(method.formatted("str", text("x"))))).containsExactly("SKO-004 HIGH");
    assertThat(said(model(method.formatted("int", text("x")))))
        .containsExactly("SKO-003 CRITICAL", "SKO-004 HIGH");
  }

  @Test
  void operatorsThatReachAttributesAreSuspicious() {
    assertThat(said(model(node("OperatorFuncNode", "operator", "attrgetter"))))
        .contains("SKO-004 HIGH");
  }

  @Test
  void aKeyThatStandsTwiceHidesNothing() {
    String twice =
        node("FunctionNode", "scipy.special", "expit")
            .replace("\"__module__\": ", "\"__module__\": \"os\", \"__module__\": ");
    assertThat(said(model(twice))).contains("SKO-001 CRITICAL");
  }

  @Test
  void anotherArchiveIsNotSkops() {
    assertThat(read(new RawZip().stored("other.json", new byte[] {'1'}).build()))
        .isInstanceOf(Reading.NotMine.class);
  }

  @Nested
  class Harm extends CheckContract<JsonView> {
    @Override
    protected Check<JsonView> check() {
      return CHECKS.getFirst();
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(view(SkopsJson.clean()));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(view(model(node("FunctionNode", "subprocess", "run"))));
    }
  }

  @Nested
  class Foreign extends CheckContract<SkopsView> {
    @Override
    protected Check<SkopsView> check() {
      return SkopsChecks.archive().getFirst();
    }

    @Override
    protected List<SkopsView> clean() {
      return List.of(archiveView(archive(SkopsJson.clean()).build()));
    }

    @Override
    protected List<SkopsView> dirty() {
      return List.of(
          archiveView(
              archive(SkopsJson.clean()).stored("model.pkl", new byte[] {'N', '.'}).build()));
    }
  }
}
