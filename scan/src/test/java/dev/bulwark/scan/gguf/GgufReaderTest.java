package dev.bulwark.scan.gguf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.gguf.GgufView.Kind;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GgufReaderTest extends FormatReaderContract<GgufView> {

  @Override
  protected FormatReader<GgufView> reader() {
    return new GgufReader();
  }

  private static byte[] small(int version, ByteOrder order) {
    return new RawGguf(version, order)
        .text("tokenizer.chat_template", "{{ a }}")
        .tensor("t", 0, 0, 8)
        .data(32)
        .build();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        RawGguf.model().build(),
        new RawGguf().text("general.type", "vocab").build(),
        small(1, ByteOrder.LITTLE_ENDIAN),
        small(2, ByteOrder.LITTLE_ENDIAN),
        small(3, ByteOrder.BIG_ENDIAN));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = RawGguf.model().build();
    return List.of(
        Arrays.copyOf(whole, 60),
        Arrays.copyOf(whole, 6),
        new RawGguf(4, ByteOrder.LITTLE_ENDIAN).build(),
        new RawGguf(0, ByteOrder.LITTLE_ENDIAN).build(),
        new RawGguf().counts(0, 1L << 60).build(),
        new RawGguf().counts(1L << 60, 0).build(),
        new RawGguf().counts(0, -1).build(),
        new RawGguf().raw("a", 13).build(),
        new RawGguf().raw("a", 8, 0, 0, 0, 0, 0, 0, 0, 0x10).build(),
        new RawGguf().raw("a", 9, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10).build(),
        new RawGguf().tensor("t", 0, 0, 1, 1, 1, 1, 1).data(32).build());
  }

  private GgufView view(RawGguf file) {
    Reading<GgufView> reading = read(file.build());
    assertThat(reading).isInstanceOf(Reading.View.class);
    return ((Reading.View<GgufView>) reading).view();
  }

  private List<Kind> violations(RawGguf file) {
    return view(file).violations().stream().map(GgufView.Violation::kind).toList();
  }

  @Test
  void whatConvertersWriteHasNoViolation() {
    assertThat(violations(RawGguf.model())).isEmpty();
    assertThat(view(RawGguf.model()).unexplained()).isZero();
    assertThat(view(RawGguf.model()).tensors()).isEqualTo(2);
  }

  @Test
  void everyTemplateIsHandedOnWhateverItsKey() {
    byte[] file =
        new RawGguf()
            .text("tokenizer.chat_template", "{{ one }}")
            .text("tokenizer.chat_template.tool_use", "{{ two }}")
            .texts("tokenizer.chat_template.more", "{{ three }}", "{{ four }}")
            .text("tokenizer.ggml.model", "{{ five }}")
            .build();
    assertThat(((Reading.View<GgufView>) read(file)).inside())
        .extracting(
            source ->
                source.place()
                    + " "
                    + new String(
                        source.bytes().toArray(java.lang.foreign.ValueLayout.JAVA_BYTE),
                        StandardCharsets.UTF_8))
        .containsExactly(
            "file!/tokenizer.chat_template.jinja {{ one }}",
            "file!/tokenizer.chat_template.tool_use.jinja {{ two }}",
            "file!/tokenizer.chat_template.more.jinja {{ three }}",
            "file!/tokenizer.chat_template.more.jinja {{ four }}");
  }

  @Test
  void templatesBeforeABreakAreHandedOn() {
    byte[] file = new RawGguf().text("tokenizer.chat_template", "{{ one }}").raw("a", 99).build();
    assertThat(((Reading.Malformed<GgufView>) read(file)).inside()).hasSize(1);
  }

  @Test
  void whatStandsTwiceIsSeen() {
    assertThat(violations(new RawGguf().number("a", 1).number("a", 2)))
        .containsExactly(Kind.DUPLICATE);
    assertThat(violations(new RawGguf().tensor("a", 0, 0, 8).tensor("a", 0, 32, 8).data(64)))
        .containsExactly(Kind.DUPLICATE);
  }

  @Test
  void overlapGapAndRemainderAreSeenAndCounted() {
    assertThat(violations(new RawGguf().tensor("a", 0, 0, 16).tensor("b", 0, 32, 8).data(64)))
        .containsExactly(Kind.LAYOUT);
    GgufView gap = view(new RawGguf().tensor("a", 0, 0, 8).tensor("b", 0, 96, 8).data(128));
    assertThat(gap.violations()).extracting(GgufView.Violation::kind).containsExactly(Kind.LAYOUT);
    assertThat(gap.unexplained()).isEqualTo(64);
    GgufView rest = view(new RawGguf().tensor("a", 0, 0, 8).data(100));
    assertThat(rest.violations()).extracting(GgufView.Violation::kind).containsExactly(Kind.LENGTH);
    assertThat(rest.unexplained()).isEqualTo(68);
  }

  @Test
  void paddingThatIsNotZeroIsSeen() {
    byte[] file = new RawGguf().tensor("a", 0, 0, 2).tensor("b", 0, 32, 8).data(64).build();
    file[file.length - 40] = 7;
    Reading.View<GgufView> reading = (Reading.View<GgufView>) read(file);
    assertThat(reading.view().violations())
        .extracting(GgufView.Violation::kind)
        .containsExactly(Kind.LAYOUT);
  }

  @Test
  void aFileThatWasCutIsSeen() {
    assertThat(violations(new RawGguf().tensor("a", 0, 0, 80).data(32)))
        .containsExactly(Kind.LENGTH);
  }

  @Test
  void dimensionsAndPlacesThatCannotBeAreSeen() {
    for (RawGguf file :
        List.of(
            new RawGguf().tensor("a", 0, 0, 1L << 62, 4),
            new RawGguf().tensor("a", 0, 0, -1),
            new RawGguf().tensor("a", 27, 0, 1L << 61),
            new RawGguf().tensor("a", 4, 0, 32),
            new RawGguf().tensor("a", 0, 5, 1).data(64),
            new RawGguf().tensor("a", 0, 1L << 40, 1),
            new RawGguf().tensor("a", 0, -32, 1),
            new RawGguf().tensor("n".repeat(64), 0, 0, 8).data(32),
            new RawGguf().tensor("a", 2, 0, 31).data(32))) {
      assertThat(violations(file)).contains(Kind.TENSOR);
    }
  }

  @Test
  void valuesTheFormatDoesNotAllowAreSeen() {
    assertThat(violations(new RawGguf().number("general.alignment", 48)))
        .containsExactly(Kind.VALUE);
    assertThat(violations(new RawGguf().number("general.alignment", 0)))
        .containsExactly(Kind.VALUE);
    assertThat(violations(new RawGguf().raw("a", 7, 2))).containsExactly(Kind.VALUE);
    assertThat(violations(new RawGguf().raw("a", 9, 9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)))
        .containsExactly(Kind.VALUE);
  }

  @Test
  void aPartOfASplitModelSaysSo() {
    assertThat(violations(new RawGguf().raw("split.count", 2, 0, 1))).containsExactly(Kind.SPLIT);
    assertThat(violations(new RawGguf().raw("split.count", 2, 1, 0))).isEmpty();
  }

  @Test
  void deepArraysAreMalformed() {
    int[] nested = new int[12 * 9];
    for (int level = 0; level < 9; level++) {
      nested[12 * level] = 9;
      nested[12 * level + 4] = 1;
    }
    assertThat(read(new RawGguf().raw("a", 9, nested).build()))
        .isInstanceOf(Reading.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"lmgg", "fmgg\1\0\0\0", "tjgg\3\0\0\0", "algg\1\0\0\0"})
  void olderFilesAreRecognisedAndUndecided(String file) {
    assertThat(read(file.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOfSatisfying(
            Reading.OverLimit.class,
            over -> assertThat(over.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyKindHasItsRule(Kind kind) {
    GgufView view =
        new GgufView(
            dev.bulwark.kernel.check.Place.of("m.gguf"),
            3,
            0,
            0,
            List.of(new GgufView.Violation(kind, 9, "it is " + kind)),
            0);
    Budget budget = Budget.of(Limits.DEFAULT, System::nanoTime);
    List<Outcome> outcomes =
        GgufChecks.all().stream().map(check -> check.examine(view, budget)).toList();
    assertThat(outcomes).filteredOn(outcome -> !outcome.findings().isEmpty()).hasSize(1);
    assertThat(outcomes.get(List.of(Kind.values()).indexOf(kind)).findings()).hasSize(1);
    assertThat(outcomes.get(List.of(Kind.values()).indexOf(kind)) instanceof Outcome.Failed)
        .isEqualTo(kind != Kind.SPLIT);
  }
}
