package dev.bulwark.scan.coreml;

import static dev.bulwark.scan.protobuf.RawMessage.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.onnx.RawOnnx;
import dev.bulwark.scan.protobuf.RawMessage;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoremlReaderTest extends FormatReaderContract<CoremlView> {
  private static RawMessage model(int type, RawMessage content) {
    return message()
        .number(1, 4)
        .put(2, message().put(1, message().text(1, "x")).text(11, "y"))
        .put(type, content);
  }

  private static RawMessage custom(String name) {
    return message().put(1, message().text(1, "l").put(500, message().text(10, name)));
  }

  private static RawMessage blob(String file) {
    RawMessage operation =
        message()
            .text(1, "const")
            .put(5, message().text(1, "val").put(2, message().put(5, message().text(1, file))));
    RawMessage block = message().put(3, operation);
    RawMessage function = message().put(3, message().text(1, "CoreML5").put(2, block));
    return message().number(1, 1).put(2, message().text(1, "main").put(2, function));
  }

  @Override
  protected FormatReader<CoremlView> reader() {
    return new CoremlReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        model(500, message().put(1, message().text(1, "relu").put(130, message()))).build(),
        model(502, blob("@model_path/weights/weight.bin")).build());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = valid().getLast();
    return List.of(
        Arrays.copyOf(whole, whole.length - 4), model(500, message().raw(0x0a, 0x7f)).build());
  }

  private CoremlView view(RawMessage model) {
    assertThat(read(model.build())).isInstanceOf(Reading.View.class);
    return ((Reading.View<CoremlView>) read(model.build())).view();
  }

  @Test
  void classesAreFoundWhereverTheyStand() {
    RawMessage branch = message().put(1, message().put(605, message().put(2, custom("Hidden"))));
    for (RawMessage model :
        List.of(
            model(555, message().text(10, "Hidden")),
            model(500, custom("Hidden")),
            model(403, custom("Hidden")),
            model(500, branch),
            model(202, message().put(1, model(500, custom("Hidden")))),
            model(200, message().put(1, message().put(1, model(500, custom("Hidden"))))))) {
      assertThat(view(model).classes()).extracting("name").containsExactly("Hidden");
      assertThat(view(model).oddities()).isEmpty();
    }
  }

  @Test
  void filesAndLinksAreRead() {
    assertThat(view(model(502, blob("@model_path/w.bin"))).blobs())
        .extracting("name")
        .containsExactly("@model_path/w.bin");
    RawMessage link =
        message().put(1, message().put(1, message().text(1, "M")).put(2, message().text(1, "..")));
    assertThat(view(model(556, link)).links()).extracting("name").containsExactly("..", "M");
  }

  @Test
  void whatIsOutsideOfTheFolderIsMalicious() {
    for (String path : List.of("@model_path/../x", "/etc/passwd", "@model_path//x/../../y")) {
      assertThat(escapes(view(model(502, blob(path))))).as(path).isTrue();
    }
    assertThat(escapes(view(model(502, blob("@model_path/weights/weight.bin"))))).isFalse();
    for (String path : List.of("/Library", "a:/b", "..")) {
      RawMessage link = message().put(1, message().put(2, message().text(1, path)));
      assertThat(escapes(view(model(556, link)))).as(path).isTrue();
    }
    RawMessage bundle = message().put(1, message().put(2, message().text(1, "$BUNDLE_MAIN:a")));
    assertThat(escapes(view(model(556, bundle)))).isFalse();
  }

  private static boolean escapes(CoremlView view) {
    return CoremlChecks.all().stream()
        .filter(check -> check.rule().id().value().equals("CML-002"))
        .anyMatch(
            check ->
                check.examine(
                        view,
                        dev.bulwark.kernel.check.Budget.of(
                            dev.bulwark.kernel.check.Limits.DEFAULT, System::nanoTime))
                    instanceof dev.bulwark.kernel.check.Outcome.Failed);
  }

  @Test
  void deepPipelinesEndAtTheBound() {
    RawMessage model = model(500, message());
    for (int i = 0; i < 60; i++) {
      model = model(202, message().put(1, model));
    }
    assertThat(read(model.build())).isInstanceOf(Reading.OverLimit.class);
  }

  @Test
  void otherThingsAreNotCoreml() {
    assertThat(read(RawOnnx.linear())).isInstanceOf(Reading.NotMine.class);
    assertThat(read(message().number(1, 4).text(2, "x").build()))
        .isInstanceOf(Reading.NotMine.class);
  }
}
