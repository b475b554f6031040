package dev.bulwark.scan.boost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.json.JsonReader;
import dev.bulwark.scan.json.JsonView;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class BoostReadersTest {

  private static byte[] resource(String name) {
    try (InputStream in = BoostReadersTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] longer(byte[] bytes) {
    return Arrays.copyOf(bytes, bytes.length + 7);
  }

  private static List<String> failed(Reading<BoostView> reading, List<Check<BoostView>> checks) {
    BoostView view = ((Reading.View<BoostView>) reading).view();
    return checks.stream()
        .filter(
            check ->
                check.examine(view, Budget.of(Limits.DEFAULT, System::nanoTime))
                    instanceof Outcome.Failed)
        .map(check -> check.rule().id().value())
        .toList();
  }

  @Nested
  class Xgboost extends FormatReaderContract<BoostView> {
    @Override
    protected FormatReader<BoostView> reader() {
      return new XgboostReader();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(resource("small.ubj"), resource("small.model"));
    }

    @Override
    protected List<byte[]> broken() {
      return List.of(
          Arrays.copyOf(resource("small.ubj"), 900),
          Arrays.copyOf(resource("small.model"), 900),
          utf8("binfaaaaaaaaaaaaaaaaaaaaaaaa"));
    }

    @Test
    void modelsOfTheLibraryFitAndAreAccountedFor() {
      for (byte[] bytes : valid()) {
        BoostView view = ((Reading.View<BoostView>) read(bytes)).view();
        assertThat(view.trees()).isEqualTo(2);
        assertThat(view.unexplained()).isZero();
        assertThat(failed(read(bytes), BoostChecks.xgboost())).isEmpty();
        assertThat(failed(read(longer(bytes)), BoostChecks.xgboost())).containsExactly("XGB-002");
      }
    }

    @Test
    void aChildOutsideOfItsTreeIsFound() {
      byte[] model = resource("small.model");
      ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN).putInt(0x1e5 + 4, 1_000_000);
      assertThat(failed(read(model), BoostChecks.xgboost())).containsExactly("XGB-001");
    }

    @Test
    void aCountThatLiesIsFound() {
      byte[] ubj = resource("small.ubj");
      String text = new String(ubj, StandardCharsets.ISO_8859_1);
      int at = text.indexOf("num_nodesSL") + "num_nodesSL".length() + 8;
      ubj[at] = '9';
      assertThat(failed(read(ubj), BoostChecks.xgboost())).containsExactly("XGB-001");
    }

    @Test
    void lengthsAreNotAllocated() {
      assertThat(read(utf8("{L\0\0\0\0\0\0\0\7learner[$d#L\177\0\0\0\0\0\0\0")))
          .isInstanceOf(Reading.Malformed.class);
      assertThat(read(utf8("{U\7learner" + "[".repeat(5_000))))
          .isInstanceOf(Reading.OverLimit.class);
    }
  }

  @Test
  void theJsonFormIsHeldAgainstItselfAsWell() {
    Check<JsonView> check = BoostChecks.overJson().getFirst();
    String model = new String(resource("small.json"), StandardCharsets.UTF_8);
    assertThat(check.examine(json(model), budget())).isEqualTo(Outcome.passed());
    assertThat(
            check.examine(
                json(model.replaceFirst("\"num_nodes\":\"3\"", "\"num_nodes\":\"4\"")), budget()))
        .isInstanceOf(Outcome.Failed.class);
    assertThat(check.examine(json("{\"learner\": 1}"), budget())).isEqualTo(Outcome.passed());
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  private static JsonView json(String text) {
    return ((Reading.View<JsonView>)
            new JsonReader(List.of()).read(Source.of(Place.of("m.json"), utf8(text)), budget()))
        .view();
  }

  @Nested
  class Lightgbm extends FormatReaderContract<BoostView> {
    @Override
    protected FormatReader<BoostView> reader() {
      return new LightgbmReader();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(resource("lightgbm.txt"));
    }

    @Override
    protected List<byte[]> broken() {
      String model = new String(resource("lightgbm.txt"), StandardCharsets.UTF_8);
      return List.of(
          utf8(model.replace("end of trees", "")),
          utf8(model.replace("Tree=0", "Tree=1")),
          utf8(model + "\nand on\n"),
          utf8(model.replace("num_cat", "NUM CAT")));
    }

    @Test
    void listsThatDoNotFitTheirTreeAreFound() {
      String model = new String(resource("lightgbm.txt"), StandardCharsets.UTF_8);
      assertThat(failed(read(utf8(model)), BoostChecks.lightgbm())).isEmpty();
      for (String bad :
          List.of(
              model.replace("leaf_value=0.1 0.2", "leaf_value=0.1"),
              model.replace("threshold=0.5", "threshold=0.5 1"),
              model.replace("tree_sizes=320", "tree_sizes=320 11"))) {
        assertThat(failed(read(utf8(bad)), BoostChecks.lightgbm())).containsExactly("LGB-001");
      }
    }
  }

  @Nested
  class Catboost extends FormatReaderContract<BoostView> {
    /// A core whose table has four fields, of which the last is the list of parts.
    private byte[] core(int parts, int behind) {
      ByteBuffer out = ByteBuffer.allocate(8 + 40 + behind).order(ByteOrder.LITTLE_ENDIAN);
      out.put(utf8("CBM1")).putInt(40);
      out.putInt(8, 20).putShort(12, (short) 12).putShort(14, (short) 20);
      out.putShort(22, (short) parts).putInt(28, 16);
      return out.array();
    }

    @Override
    protected FormatReader<BoostView> reader() {
      return new CatboostReader();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(core(0, 0), core(8, 30));
    }

    @Override
    protected List<byte[]> broken() {
      return List.of(Arrays.copyOf(core(0, 0), 30), utf8("CBM1\177\177\177\177aaaaaaaaaaaa"));
    }

    @Test
    void whatNoPartExplainsIsFound() {
      assertThat(failed(read(core(0, 0)), BoostChecks.catboost())).isEmpty();
      assertThat(failed(read(core(8, 30)), BoostChecks.catboost())).isEmpty();
      assertThat(failed(read(core(0, 30)), BoostChecks.catboost())).containsExactly("CAT-001");
    }
  }
}
