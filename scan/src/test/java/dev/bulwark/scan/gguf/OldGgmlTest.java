package dev.bulwark.scan.gguf;

import static dev.bulwark.scan.gguf.RawGgml.ggjt3;
import static dev.bulwark.scan.gguf.RawGgml.llama;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.testkit.FormatReaderContract;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OldGgmlTest extends FormatReaderContract<GgufView> {

  @Override
  protected FormatReader<GgufView> reader() {
    return new GgufReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        llama("lmgg").tensor("a", 1, 128, 32, 2).build(),
        llama("lmgg").tensor("a", 2, 40, 32, 2).build(),
        llama("fmgg", 1).tensor("a", 3, 48, 32, 2).build(),
        llama("tjgg", 1).tensor("a", 4, 40, 32, 2).build(),
        llama("tjgg", 2).tensor("a", 8, 72, 32, 2).build(),
        ggjt3(),
        llama("tjgg", 3).tensor("k", 14, 210, 256).build(),
        new RawGgml("algg", 1, 8, 16)
            .tensor("q.loraA", 0, 128, 4, 8)
            .tensor("q.loraB", 1, 64, 4, 8)
            .build(),
        new RawGgml("lmgg", 2, 8, 4, 4, 1, 1, 2)
            .token("a", false)
            .token("b", false)
            .tensor("wte", 1, 64, 8, 4)
            .build(),
        new RawGgml("lmgg", 1, 8, 4, 4, 1, 4, 1, 1)
            .token("a", false)
            .tensor("w", 0, 32, 8)
            .build());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = ggjt3();
    return List.of(
        Arrays.copyOf(whole, whole.length - 1),
        Arrays.copyOf(whole, whole.length + 1),
        Arrays.copyOf(whole, 60),
        llama("tjgg", 1).tensor("a", 2, 36, 32, 2).build(),
        llama("tjgg", 3).tensor("a", 2, 40, 32, 2).build(),
        llama("tjgg", 3).tensor("a", 4, 20, 32).build(),
        llama("tjgg", 3).tensor("a", 2, 18, 31).build(),
        llama("tjgg", 3).tensor("a", 2, 0, 31).build(),
        llama("tjgg", 3).tensor("a", 0, 16, 1, 1, 1, 1, 4).build(),
        llama("tjgg", 3).tensor("a", 0, 16, -1, -1, -1).build(),
        new RawGgml("algg", 1, 8, 16).tensor("q.loraA", 2, 18, 32).build(),
        llama("tjgg", 4).tensor("a", 0, 128, 32).build(),
        llama("tjgg", 3).build());
  }

  private GgufView view(byte[] bytes) {
    return ((Reading.View<GgufView>) read(bytes)).view();
  }

  @Test
  void everyByteIsAccountedForAndNothingIsWrong() {
    for (byte[] file : valid()) {
      GgufView view = view(file);
      assertThat(view.unexplained()).isZero();
      assertThat(view.violations()).isEmpty();
      assertThat(view.tensors()).isPositive();
    }
    assertThat(view(ggjt3()).tensors()).isEqualTo(2);
  }

  @Test
  void aFileThatBreaksAmongItsTensorsIsMalformed() {
    byte[] whole = ggjt3();
    assertThat(read(Arrays.copyOf(whole, whole.length - 1))).isInstanceOf(Reading.Malformed.class);
    assertThat(read(Arrays.copyOf(whole, whole.length + 40))).isInstanceOf(Reading.Malformed.class);
  }

  @ParameterizedTest
  @CsvSource({"tjgg, 4", "fmgg, 100", "algg, 2"})
  void otherProgramsFilesAreUndecided(String magic, int version) {
    assertThat(read(llama(magic, version).tensor("a", 0, 128, 32).build()))
        .isInstanceOfSatisfying(
            Reading.OverLimit.class,
            over -> assertThat(over.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
  }

  @Test
  void aRepeatedTensorAndFilledPaddingAreTold() {
    byte[] twice = llama("tjgg", 3).tensor("a", 0, 128, 32).tensor("a", 0, 128, 32).build();
    assertThat(view(twice).violations())
        .extracting(GgufView.Violation::kind)
        .containsExactly(GgufView.Kind.DUPLICATE);
    byte[] filled = ggjt3();
    int padding = 0;
    while (filled[padding] != 'a' || filled[padding + 1] != 0) {
      padding++;
    }
    filled[padding + 1] = 1;
    assertThat(view(filled).violations())
        .extracting(GgufView.Violation::kind)
        .containsExactly(GgufView.Kind.LAYOUT);
  }

  @Test
  void aVocabularyThatCannotBeIsNotReadTo() {
    assertThat(read(new RawGgml("tjgg", 3).ints(-1, 32, 256, 4, 1, 8, 1).ints(-1, 0, 0).build()))
        .isInstanceOf(Reading.OverLimit.class);
  }
}
