package dev.bulwark.scan.executable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.scan.executable.ExecutableView.Kind;
import dev.bulwark.testkit.ForAll;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ExecutableReaderTest extends FormatReaderContract<ExecutableView> {

  @Override
  protected FormatReader<ExecutableView> reader() {
    return new ExecutableReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        resource("small.o"),
        resource("small.pyc"),
        resource("ExecutableReaderTest.class"),
        pe(),
        machO(),
        wasm(),
        latin("MZqFpD='\n\n" + "x".repeat(100)));
  }

  @Override
  protected List<byte[]> broken() {
    return List.of(
        latin("\u007fELF\2\1\1\0aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        latin(
            "MZ is how some texts begin, and they are no programs at all, however long they are"));
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static byte[] resource(String name) {
    try (InputStream in = ExecutableReaderTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] pe() {
    ByteBuffer out = ByteBuffer.allocate(600).order(ByteOrder.LITTLE_ENDIAN);
    out.put(0, latin("MZ")).putInt(60, 64).putInt(64, 0x4550).putShort(68, (short) 0x8664);
    out.putShort(70, (short) 1).putShort(84, (short) 240).putShort(88, (short) 0x20b);
    out.putInt(88 + 240 + 16, 88).putInt(88 + 240 + 20, 512);
    return out.array();
  }

  private static byte[] machO() {
    ByteBuffer out = ByteBuffer.allocate(32 + 72 + 40).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(0, 0xfeedfacf).putInt(16, 1).putInt(20, 72).putInt(32, 0x19).putInt(36, 72);
    out.putLong(32 + 40, 104).putLong(32 + 48, 40);
    return out.array();
  }

  private static byte[] wasm() {
    return latin("\0asm\1\0\0\0\1\4\1\140\0\0\3\2\1\0");
  }

  private ExecutableView view(byte[] bytes) {
    return ((Reading.View<ExecutableView>) read(bytes)).view();
  }

  @Test
  void everyKindIsToldAndAccountedForToItsEnd() {
    assertThat(valid())
        .extracting(bytes -> view(bytes).kind())
        .containsExactly(Kind.ELF, Kind.PYC, Kind.JAVA, Kind.PE, Kind.MACH_O, Kind.WASM, Kind.APE);
    assertThat(valid()).allSatisfy(bytes -> assertThat(view(bytes).behind()).isZero());
  }

  @Test
  void realProgramsOfThisMachineAreKnown() throws IOException {
    Path program = Path.of("/bin/true");
    Assumptions.assumeTrue(Files.isReadable(program));
    byte[] bytes = Files.readAllBytes(program);
    Assumptions.assumeTrue(bytes[1] == 'E');
    assertThat(view(bytes).kind()).isEqualTo(Kind.ELF);
    assertThat(view(bytes).behind()).isZero();
  }

  @Test
  void whatIsBehindAProgramIsHandedOn() {
    for (byte[] program : List.of(resource("small.o"), pe(), machO(), wasm())) {
      byte[] longer = Arrays.copyOf(program, program.length + 11);
      Arrays.fill(longer, program.length, longer.length, (byte) 'x');
      Reading.View<ExecutableView> reading = (Reading.View<ExecutableView>) read(longer);
      assertThat(reading.inside())
          .singleElement()
          .satisfies(in -> assertThat(in.size()).isEqualTo(11));
    }
  }

  @Test
  void weightsAreNoPrograms() {
    List<byte[]> magics =
        List.of(
            latin("MZ"),
            latin("\0asm"),
            latin("\u00ca\u00fe\u00ba\u00be"),
            latin("\u00cf\u00fa\u00ed\u00fe"),
            latin("ab\r\n"));
    ForAll.cases(
        5_000,
        random -> {
          byte[] weights = new byte[500];
          random.nextBytes(weights);
          byte[] magic = magics.get(random.nextInt(magics.size()));
          System.arraycopy(magic, 0, weights, 0, magic.length);
          assertThat(read(weights)).isInstanceOf(Reading.NotMine.class);
        });
  }

  @Test
  void everyKindHasItsFinding() {
    for (byte[] bytes : valid()) {
      assertThat(
              ExecutableChecks.all().stream()
                  .flatMap(
                      check ->
                          check
                              .examine(view(bytes), Budget.of(Limits.DEFAULT, System::nanoTime))
                              .findings()
                              .stream()))
          .singleElement()
          .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.HIGH));
    }
  }
}
