package dev.bulwark.scan;

import static dev.bulwark.scan.Scans.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.check.Finding;
import dev.bulwark.scan.gguf.RawGgml;
import dev.bulwark.scan.gguf.RawGguf;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Templates where models carry them, and files named as what they are not.
class TemplatesInModelsTest {
  private static final String EVIL = "{{ x['__in' ~ 'it__'] }}";
  private static final String FINE = "{% for m in messages %}{{ m.content }}{% endfor %}";

  private static CheckRun text(String name, String text) {
    return scan(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> places(CheckRun run) {
    return run.findings().stream().map(Finding::place).map(Object::toString).toList();
  }

  @Test
  void aCleanModelWithATemplateIsClean() {
    byte[] file = RawGguf.model().text("tokenizer.chat_template", FINE).build();
    CheckRun run = scan("m.gguf", file);
    assertThat(run.findings()).isEmpty();
    assertThat(Verdict.of(run)).isEqualTo(Verdict.CLEAN);
    assertThat(run.details().texts("formats")).containsExactly("gguf", "jinja");
  }

  @Test
  void aPoisonedTemplateMakesTheModelMalicious() {
    byte[] file =
        new RawGguf()
            .text("tokenizer.chat_template", FINE)
            .text("tokenizer.chat_template.tool_use", EVIL)
            .build();
    CheckRun run = scan("m.gguf", file);
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(places(run)).containsExactly("m.gguf!/tokenizer.chat_template.tool_use.jinja:1:5");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'chat_template': 'T'}|chat_template.jinja",
        "{'chat_template': [{'name': 'default', 'template': 'ok'}, {'name': 'rag', 'template': 'T'}]}|chat_template.rag.jinja",
        "{'chat_template': {'a': 'ok', 'b': 'T'}}|chat_template.b.jinja",
        "{'chat_template': 'T', 'chat_template': 'ok'}|chat_template.jinja",
        "{'processor': {'default_chat_template': 'T'}}|default_chat_template.jinja",
      })
  void aTemplateInAConfigurationIsReadInEveryForm(String config, String place) {
    String json = config.replace('\'', '"').replace("T\"", EVIL + "\"");
    CheckRun run = text("tokenizer_config.json", json);
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
    assertThat(places(run)).anySatisfy(found -> assertThat(found).contains("!/" + place));
  }

  @Test
  void aTemplateThatIsAlsoJsonIsStillATemplate() {
    CheckRun run = text("chat_template.jinja", "[\"{{ x.__class__ }}\"]");
    assertThat(Verdict.of(run)).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aBrokenFileIsNotExcusedByBeingText() {
    assertThat(Verdict.of(text("chat.jinja", "{% if a %}"))).isEqualTo(Verdict.MALFORMED);
    assertThat(Verdict.of(text("config.json", "{\"a\": "))).isEqualTo(Verdict.MALFORMED);
    assertThat(Verdict.of(text("README.md", "{\"a\": "))).isEqualTo(Verdict.CLEAN);
  }

  @Test
  void proseAboutTemplatesIsClean() {
    assertThat(Verdict.of(text("README.md", "# T\n`{{ ''.__class__ }}` is an attack\n")))
        .isEqualTo(Verdict.CLEAN);
  }

  @Test
  void aTemplateUnderAnotherNameIsRead() {
    assertThat(Verdict.of(text("notes.txt", FINE + EVIL))).isEqualTo(Verdict.MALICIOUS);
  }

  @Test
  void aTemplateIsSearchedForHiddenCharactersToo() {
    assertThat(Verdict.of(text("chat.jinja", "a\u202eb"))).isEqualTo(Verdict.SUSPICIOUS);
  }

  @Test
  void anOlderModelFileIsIncomplete() {
    byte[] file = "tjgg\3\0\0\0 and more".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Verdict.of(scan("m.ggml", file))).isEqualTo(Verdict.INCOMPLETE);
  }

  @Test
  void anOlderModelFileThatIsAccountedForIsClean() {
    assertThat(Verdict.of(scan("m.ggml", RawGgml.ggjt3()))).isEqualTo(Verdict.CLEAN);
    assertThat(scan("m.onnx", RawGgml.ggjt3()).findings())
        .extracting(f -> f.rule().value())
        .containsExactly("FMT-002");
  }

  @Test
  void aRenamedModelIsSeen() {
    CheckRun run = scan("m.onnx", RawGguf.model().build());
    assertThat(run.findings()).extracting(f -> f.rule().value()).containsExactly("FMT-002");
  }
}
