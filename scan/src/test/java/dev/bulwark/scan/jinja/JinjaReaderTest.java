package dev.bulwark.scan.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JinjaReaderTest extends FormatReaderContract<JinjaView> {
  static final String CHAT =
      """
      {%- if messages[0]['role'] == 'system' -%}
      {%- set system = messages[0]['content'] | trim -%}
      {%- set loop_messages = messages[1:] -%}
      {%- else -%}{%- set loop_messages = messages -%}{%- endif -%}
      {%- set ns = namespace(last=-1, seen=false) -%}
      {#- one turn after another -#}
      {%- for message in loop_messages if message.role != 'tool' -%}
        {%- if (message['role'] == 'user') != (loop.index0 % 2 == 0) -%}
          {{- raise_exception('roles must alternate') -}}
        {%- endif -%}
        {%- set ns.last = loop.index0 -%}
        {{- '<|' + message.role + '|>' ~ message.content.split('</think>')[-1].strip('\\n') -}}
        {%- if message.tool_calls is defined and message.tool_calls is iterable -%}
          {%- for call in message.tool_calls -%}{{ call.function.arguments | tojson(indent=2) }}{%- endfor -%}
        {%- endif -%}
      {%- endfor -%}
      {%- macro today(form='%d %b %Y') -%}{{ strftime_now(form) }}{%- endmacro -%}
      {{- today() if add_generation_prompt else eos_token -}}
      """;

  @Override
  protected FormatReader<JinjaView> reader() {
    return new JinjaReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(utf8(CHAT), utf8("{{ a }}"), utf8("\n {# c #}{% raw %}{{{% endraw %}é"));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        utf8("{% if a %}"),
        utf8("{{ a"),
        utf8("{{ a | }}"),
        utf8("{% endfor %}"),
        utf8("{# never ends"),
        utf8("{{ '\\x5' }}"),
        utf8("{% set 1 = a %}"));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Reading<JinjaView> named(String name, String text) {
    return new JinjaReader()
        .read(Source.of(Place.of(name), utf8(text)), Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @Test
  void aLongChainOfCallsIsEvaluatedOnce() {
    String chain = "{{ messages[0].content" + ".split('a')[-1].content".repeat(60) + " }}";
    assertThat(read(chain.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Reading.View.class);
  }

  @Test
  void aNameThatPromisesATemplateMakesABrokenOneMalformed() {
    assertThat(named("chat.jinja", "{% if a %}")).isInstanceOf(Reading.Malformed.class);
    assertThat(named("chat.J2", "plain text")).isInstanceOf(Reading.View.class);
    assertThat(named("chat", "{% if a %}")).isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void anEndThatIsMissingAtTheVeryEndIsTakenAsJinja2TakesIt() {
    assertThat(named("chat.jinja", "a{#-")).isInstanceOf(Reading.View.class);
    assertThat(named("chat.jinja", "{% raw %}")).isInstanceOf(Reading.View.class);
    assertThat(named("chat.jinja", "{% raw %}x")).isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void proseWithBracesIsNotATemplate() {
    assertThat(named("README.md", "# Prompts\nUse `{{ ''.__class__ }}` with care."))
        .isInstanceOf(Reading.NotMine.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {1_000, 20_000})
  void nestingIsBoundedHoweverItIsWritten(int count) {
    assertThat(
            List.of(
                "{{ " + "(".repeat(count) + "1" + ")".repeat(count) + " }}",
                "{{ a" + ".b".repeat(count) + " }}",
                "{{ " + "not ".repeat(count) + "a }}",
                "{{ " + "-".repeat(count) + "a }}",
                "{{ a" + " + a".repeat(count) + " }}",
                "{{ a" + " is b".repeat(count) + " }}",
                "{{ a" + " if b else c".repeat(count) + " }}",
                "{{ " + "[".repeat(count) + "]".repeat(count) + " }}",
                "{% if a %}".repeat(count) + "{% endif %}".repeat(count)))
        .allSatisfy(
            text ->
                assertThat(named("bomb.jinja", text))
                    .isNotInstanceOf(Reading.View.class)
                    .isNotInstanceOf(Reading.NotMine.class));
  }

  @Test
  void foldingIsBounded() {
    String doubled = "{% set x = x ~ x %}".repeat(5_000);
    String sets = "{% set x = [a, 'b', 'c'] | join ~ x ~ 'd' %}".repeat(5_000);
    for (String text : List.of("{% set x = 'ab' %}" + doubled, sets, "{{ 'a' * 9999999999 }}")) {
      assertTimeoutPreemptively(
          Duration.ofMinutes(1),
          () -> assertThat(named("bomb.jinja", text)).isNotInstanceOf(Reading.NotMine.class));
    }
  }

  @Test
  void aTemplateTooLargeIsOverLimit() {
    assertThat(named("big.jinja", "x".repeat((1 << 20) + 1))).isInstanceOf(Reading.OverLimit.class);
  }
}
