package dev.bulwark.scan.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.jinja.JsonTemplates;
import dev.bulwark.scan.json.JsonTree;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest extends FormatReaderContract<YamlView> {

  @Override
  protected FormatReader<YamlView> reader() {
    return new YamlReader(List.of(JsonTemplates::in));
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        utf8("---\na: &x {b: [1, 2], c: 'd'}\ne: *x\n<<: *x\n...\n---\n- ! x\n- |\n  text\n"),
        utf8("a: !!python/object/apply:os.system ['id']\nb: {? [k] : v, \"q\": ~}\n"),
        utf8("%YAML 1.1\n%TAG !p! tag:yaml.org,2002:python/\n---\nx: !p!name:os.system ''\n"));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        utf8("---\na: [1\n"),
        utf8("a: !!python/object/apply:os.system ['id']\n---\nb: ]\n"),
        utf8("--- {a: b\n"),
        utf8("just words"));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Reading<YamlView> named(String name, String text) {
    return new YamlReader(List.of(JsonTemplates::in))
        .read(Source.of(Place.of(name), utf8(text)), Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  static YamlView view(String name, String text) {
    return ((Reading.View<YamlView>) named(name, text)).view();
  }

  static YamlView view(String text) {
    return view("config.yaml", text);
  }

  @Test
  void aTagIsAFactAndNothingIsMadeOfIt() {
    TagUse use = view("a: !!python/object/apply:os.system ['id']").tags().getFirst();
    assertThat(use.tag())
        .isEqualTo(
            new LanguageTag(LanguageTag.Language.PYTHON, LanguageTag.Deed.CALLS, "os.system"));
    assertThat(use.arguments()).isTrue();
    assertThat(view("a: !!python/object/apply:os.getcwd []").tags().getFirst().arguments())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: !<tag:yaml.org,2002:python/object/apply:os.system> [id]",
        "%TAG !x! tag:yaml.org,2002:python/object/\n---\na: !x!apply:os.system [id]",
        "%TAG ! tag:yaml.org,2002:python/object/\n---\na: !apply:os.system [id]",
        "a: !!python/object%2Fapply:os.system [id]",
        "? !!python/object/apply:os.system [id]\n: 1",
        "{{a: !!python/object/apply:os.system [id]}: 1}",
        "a: &x !!python/object/apply:os.system [id]",
        "a: # comment\u2028b: !!python/object/apply:os.system [id]",
        "a: # comment\u0085b: !!python/object/apply:os.system [id]"
      })
  void aTagIsSeenHoweverItIsWritten(String text) {
    assertThat(view(text).tags()).extracting(use -> use.tag().name()).containsExactly("os.system");
  }

  @Test
  void textThatOnlyReadersOfTheOldVersionSeeAsALineIsToldAsWell() {
    assertThat(view("a: # comment\u2028b: c").oddities()).hasSize(1);
    assertThat(view("a: b # comment\u00e4\nc: d").oddities()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "apiVersion: v1\nkind: {{ .Values.kind }}\nmetadata:\n  {{- include \"x\" . | nindent 4 }}\n",
        "{{- if .Values.on }}\na: b\n{{- end }}\n",
        "%YAML:1.0\n---\nm: !!opencv-matrix\n   rows: 2\n",
        "a:\tb: c\n\t- d",
        "just words, no YAML"
      })
  void whatIsNoYamlIsLeftToOthers(String text) {
    assertThat(named("values.yaml", text)).isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void brokenTextThatALoaderMayActOnIsMalformed() {
    assertThat(named("a.yaml", "a: !!python/object/apply:os.system [id\n  b: ]"))
        .isInstanceOf(Reading.Malformed.class)
        .extracting(reading -> ((Reading.Malformed<YamlView>) reading).before())
        .matches(Optional::isPresent);
    assertThat(named("a.yaml", "_target_: os.system\nx: ]")).isInstanceOf(Reading.Malformed.class);
    assertThat(named("MLmodel", "flavors: [\nloader_module: x"))
        .isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void aNameThatPromisesOtherTextIsYamlOnlyWhenATagRuns() {
    assertThat(named("README.md", "---\nlicense: mit\ntags:\n- x\n---\n# Title\nSome text.\n"))
        .isInstanceOf(Reading.NotMine.class);
    assertThat(named("README.md", "Never write `!!python/object/apply:os.system` in: a: b\n"))
        .isInstanceOf(Reading.NotMine.class);
    assertThat(named("notes.txt", "a: b\n")).isInstanceOf(Reading.NotMine.class);
    assertThat(named("notes.txt", "a: !!python/object/apply:os.system [id]"))
        .isInstanceOf(Reading.View.class);
    assertThat(named("MLmodel", "flavors: {}")).isInstanceOf(Reading.View.class);
  }

  @Test
  void aliasesAreCountedAndNeverFollowed() {
    StringBuilder laughs = new StringBuilder("a0: &a0 [lol, lol, lol]\n");
    for (int i = 1; i < 60; i++) {
      laughs.append("a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ", ").repeat(10)));
    }
    YamlView view = view(laughs.toString());
    assertThat(view.values()).isLessThan(1_000);
    assertThat(view.expanded()).isGreaterThan(1L << 50);
    assertThat(view.json().walk().count()).isLessThan(1_000);
    assertThat(view("&a [*a]").recursive()).isTrue();
  }

  @Test
  void anAliasOfATextIsThatTextAndAMergeBringsItsTexts() {
    YamlView view = view("n: &k _target_\nv: &v os.system\no: {*k : *v}\n");
    assertThat(view.json().walk())
        .anyMatch(
            named ->
                named.name().equals("_target_")
                    && named.value() instanceof JsonTree.Text(long _, String text)
                    && text.equals("os.system"));
    JsonTree.Obj merged =
        (JsonTree.Obj)
            view("a: &a {target: os.system}\nb: &b {c: d}\nm: {<<: [*a, *b], params: {}}")
                .root()
                .member("m")
                .orElseThrow();
    assertThat(merged.text("target")).contains("os.system");
    assertThat(merged.text("c")).contains("d");
  }

  @Test
  void nestingThatIsTooDeepIsOverLimit() {
    assertThat(named("a.yaml", "[".repeat(100_000))).isInstanceOf(Reading.OverLimit.class);
    assertThat(named("a.yaml", "- ".repeat(10_000) + "x")).isInstanceOf(Reading.OverLimit.class);
    assertThat(named("x.txt", "[".repeat(1_000) + "!!python/name:x"))
        .isInstanceOf(Reading.OverLimit.class);
  }

  @Test
  void placesCountBytesWhateverTheAlphabet() {
    YamlView view = view("\ufeffäöü: \"€\"\r\nb: !!python/name:os.system ''");
    assertThat(view.place(view.tags().getFirst().at())).hasToString("config.yaml:2:4");
  }

  @Test
  void aTemplateInAValueIsHandedOn() {
    Reading.View<YamlView> read =
        (Reading.View<YamlView>) named("t.yaml", "chat_template: |\n  {{ x.__class__ }}\n");
    assertThat(read.inside()).hasSize(1);
    assertThat(read.inside().getFirst().place()).hasToString("t.yaml!/chat_template.jinja");
  }
}
