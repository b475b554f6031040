package dev.bulwark.scan.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonReaderTest extends FormatReaderContract<JsonView> {

  @Override
  protected FormatReader<JsonView> reader() {
    return new JsonReader(List.of());
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        utf8(
            "{\"auto_map\": {\"AutoModel\": \"modeling.Net\"}, \"n\": [1, -2.5e3, NaN], \"ok\": true}"),
        utf8("\ufeff [null, false, {\"a\": {\"b\": [\"c\"]}}]\n"),
        utf8("{\"line\": 1}\n{\"line\": 2}\n"));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        utf8("{\"a\": 1"), utf8("{'a': 1}"), utf8("[1,]"), utf8("{} x"), utf8("\"text\""));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Reading<JsonView> named(String name, String text) {
    return reader()
        .read(Source.of(Place.of(name), utf8(text)), Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  private JsonView view(String text) {
    return ((Reading.View<JsonView>) read(utf8(text))).view();
  }

  @Test
  void brokenTextIsMalformedOnlyWhenItsNamePromisesJson() {
    assertThat(named("config.json", "{\"a\": ")).isInstanceOf(Reading.Malformed.class);
    assertThat(named("chat.jinja", "{{ messages }}")).isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void bothValuesOfARepeatedKeyAreKept() {
    JsonView view = view("{\"a\": \"first\",\n \"a\": \"last\"}");
    JsonTree.Obj root = (JsonTree.Obj) view.root();
    assertThat(root.all("a")).hasSize(2);
    assertThat(root.text("a")).contains("last");
    assertThat(view.duplicates()).hasSize(1);
    Outcome outcome =
        JsonChecks.all().getFirst().examine(view, Budget.of(Limits.DEFAULT, System::nanoTime));
    assertThat(outcome.findings().getFirst().place()).hasToString("file:2:2");
    assertThat(outcome).isInstanceOf(Outcome.Failed.class);
  }

  @Test
  void anArrayOfNumbersIsCountedAndNothingBehindItIsLost() {
    JsonTree.Obj root = (JsonTree.Obj) view("{\"w\": [1, 2, 3], \"m\": [1, \"x\"]}").root();
    assertThat(root.member("w").orElseThrow()).isEqualTo(new JsonTree.Numbers(6, 3));
    assertThat(((JsonTree.Arr) root.member("m").orElseThrow()).items())
        .extracting(JsonTree::getClass)
        .isEqualTo(List.of(JsonTree.Numbers.class, JsonTree.Text.class));
  }

  @Test
  void aWalkMeetsEveryValueInOrderWithTheNameItStandsUnder() {
    assertThat(
            view("{\"a\": [\"x\", {\"b\": \"y\"}], \"c\": \"z\"}")
                .walk()
                .filter(named -> named.value() instanceof JsonTree.Text)
                .map(named -> named.name() + ((JsonTree.Text) named.value()).value()))
        .containsExactly("ax", "by", "cz");
  }

  @Test
  void nestingThatIsTooDeepIsOverLimit() {
    assertThat(read(utf8("[".repeat(100_000)))).isInstanceOf(Reading.OverLimit.class);
    assertThat(read(utf8("{\"a\":".repeat(100_000)))).isInstanceOf(Reading.OverLimit.class);
  }
}
