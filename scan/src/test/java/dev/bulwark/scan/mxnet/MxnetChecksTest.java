package dev.bulwark.scan.mxnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.ArraysView;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.testkit.CheckContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MxnetChecksTest {
  private static final String GRAPH =
      "{\"nodes\": [{\"op\": \"null\", \"name\": \"data\", \"inputs\": []}, {\"op\": \"%s\","
          + " \"name\": \"x\", %s \"inputs\": [[0, 0, 0]]}], \"arg_nodes\": [0], \"heads\": [[1, 0,"
          + " 0]], \"attrs\": {\"mxnet_version\": [\"int\", 10600]}}";

  private static JsonView graph(String op, String more) {
    Source source =
        Source.of(
            Place.of("m-symbol.json"),
            GRAPH.formatted(op, more).getBytes(StandardCharsets.US_ASCII));
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    return ((Reading.View<JsonView>) new JsonReader(List.of()).read(source, budget)).view();
  }

  @Nested
  class Code extends CheckContract<JsonView> {
    @Override
    protected Check<JsonView> check() {
      return MxnetChecks.overJson(MxnetChecks.operators()).getFirst();
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(
          graph("FullyConnected", ""), graph("Convolution", "\"attrs\": {\"op\": \"Custom\"},"));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(
          graph("Custom", "\"attrs\": {\"op_type\": \"evil\"},"),
          graph("_Native", "\"param\": {\"info\": \"0x7f\"},"),
          graph(
              "_foreach",
              "\"subgraphs\": [{\"nodes\": [{\"op\": \"_NDArray\", \"name\": \"y\"}],"
                  + " \"arg_nodes\": [], \"heads\": []}],"));
    }

    @Test
    void anAddressFromTheFileIsWorseThanAName() {
      assertThat(examine(graph("_NDArray", "")).findings().getFirst().severity())
          .isEqualTo(Severity.CRITICAL);
      assertThat(examine(graph("Custom", "")).findings().getFirst().severity())
          .isEqualTo(Severity.HIGH);
    }
  }

  @Nested
  class Foreign extends CheckContract<JsonView> {
    @Override
    protected Check<JsonView> check() {
      return MxnetChecks.overJson(MxnetChecks.operators()).getLast();
    }

    @Override
    protected List<JsonView> clean() {
      return List.of(
          graph("FullyConnected", ""),
          graph("ElementWiseSum", "\"attrs\": {\"op\": \"mine\"},"),
          graph("_npx_relu", ""));
    }

    @Override
    protected List<JsonView> dirty() {
      return List.of(
          graph("MyOperator", ""),
          graph("relu\", \"op\": \"fullyconnected", ""),
          graph(
              "_foreach",
              "\"subgraphs\": [{\"nodes\": [{\"op\": \"mine\", \"name\": \"y\"}], \"arg_nodes\":"
                  + " [], \"heads\": []}],"));
    }
  }

  @Test
  void manyMilderOperatorsHideNoGraverOne() {
    StringBuilder nodes = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      nodes.append("{\"op\": \"Custom\", \"name\": \"c\"}, ");
    }
    JsonView view = graph("_Native", "\"subgraphs\": [{\"nodes\": [" + nodes + "{}]}],");
    List<Severity> severities =
        MxnetChecks.overJson(MxnetChecks.operators())
            .getFirst()
            .examine(view, Budget.of(Limits.DEFAULT, System::nanoTime))
            .findings()
            .stream()
            .map(Finding::severity)
            .toList();
    assertThat(severities).containsExactlyInAnyOrder(Severity.HIGH, Severity.CRITICAL);
  }

  @Nested
  class Behind extends CheckContract<ArraysView> {
    private ArraysView view(int more) {
      byte[] bytes = RawParams.dense();
      Source source = Source.of(Place.of("p"), Arrays.copyOf(bytes, bytes.length + more));
      Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
      return ((Reading.View<ArraysView>) new ParamsReader().read(source, budget)).view();
    }

    @Override
    protected Check<ArraysView> check() {
      return MxnetChecks.params().getFirst();
    }

    @Override
    protected List<ArraysView> clean() {
      return List.of(view(0));
    }

    @Override
    protected List<ArraysView> dirty() {
      return List.of(view(1), view(100));
    }
  }
}
