package dev.bulwark.scan.tar;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.Packed;
import dev.bulwark.scan.tar.TarView.Kind;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarReaderTest extends FormatReaderContract<TarView> {
  private static final byte[] WORDS = "some words".getBytes(StandardCharsets.UTF_8);

  @Override
  protected FormatReader<TarView> reader() {
    return new TarReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        Packed.file("ustar.tar"),
        Packed.file("gnu.tar"),
        Packed.file("pax.tar"),
        new RawTar().file("a", WORDS).build());
  }

  @Override
  protected List<byte[]> broken() {
    byte[] damaged = new RawTar().file("a", WORDS).file("b", WORDS).build();
    damaged[1024] ^= 1;
    return List.of(
        new RawTar().file("a", WORDS).open(),
        Arrays.copyOf(Packed.file("gnu.tar"), 700),
        new RawTar().entry("a", '0', "", WORDS, b -> RawTar.put(b, 124, "77777777777")).build(),
        new RawTar().entry("a", '0', "", WORDS, b -> RawTar.put(b, 124, "xxxxxxxxxxx")).build(),
        damaged);
  }

  private Reading.View<TarView> whole(byte[] bytes) {
    assertThat(read(bytes)).isInstanceOf(Reading.View.class);
    return (Reading.View<TarView>) read(bytes);
  }

  private static boolean fails(TarView view, int check) {
    return TarChecks.all().get(check).examine(view, budget()) instanceof Outcome.Failed;
  }

  private static Budget budget() {
    return Budget.of(Limits.DEFAULT, System::nanoTime);
  }

  private List<Kind> kinds(byte[] bytes) {
    return whole(bytes).view().oddities().stream().map(TarView.Oddity::kind).distinct().toList();
  }

  @Test
  void whatPythonWritesIsReadByItsLongNames() {
    for (String file : List.of("gnu.tar", "pax.tar")) {
      Reading.View<TarView> reading = whole(Packed.file(file));
      assertThat(reading.view().members()).hasSize(5);
      assertThat(reading.view().members().get(3).name()).startsWith("model/nnn").endsWith("ä.txt");
      assertThat(reading.inside().get(1).place().path().getLast()).startsWith("model/sub/sub/");
      assertThat(reading.inside().get(1).size()).isEqualTo(840);
      assertThat(kinds(Packed.file(file))).containsExactly(Kind.LINK);
      for (int check = 0; check < TarChecks.all().size(); check++) {
        assertThat(fails(reading.view(), check)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", "a/../../x", "C:\\x", "..\\..\\x", "\\\\host\\x"})
  void namesThatLeaveTheFolderFail(String name) {
    TarView view = whole(new RawTar().file(name, WORDS).build()).view();
    assertThat(fails(view, 0)).isTrue();
    TarView told = whole(new RawTar().pax('x', "path=" + name).file("a", WORDS).build()).view();
    assertThat(fails(told, 0)).isTrue();
  }

  @Test
  void namesThatStayInTheFolderDoNot() {
    byte[] bytes =
        new RawTar()
            .entry("./", '5', "", new byte[0], _ -> {})
            .file("./a/b/../c", WORDS)
            .file("a..b", WORDS)
            .build();
    assertThat(kinds(bytes)).isEmpty();
  }

  @Test
  void linksThatLeadOutFailAndOthersAreTold() {
    byte[] none = new byte[0];
    assertThat(kinds(new RawTar().entry("a", '2', "/etc", none, _ -> {}).build()))
        .containsExactly(Kind.ESCAPE);
    assertThat(kinds(new RawTar().entry("a/b", '2', "../../x", none, _ -> {}).build()))
        .containsExactly(Kind.ESCAPE);
    assertThat(kinds(new RawTar().entry("a/b", '2', "../x", none, _ -> {}).build()))
        .containsExactly(Kind.LINK);
    assertThat(kinds(new RawTar().entry("a", '1', "../x", none, _ -> {}).build()))
        .containsExactly(Kind.ESCAPE);
    byte[] through = new RawTar().entry("d", '2', "e", none, _ -> {}).file("d/x", WORDS).build();
    assertThat(kinds(through)).containsExactly(Kind.LINK, Kind.ESCAPE);
  }

  @Test
  void devicesAndDuplicatesFail() {
    assertThat(kinds(new RawTar().entry("a", '3', "", new byte[0], _ -> {}).build()))
        .containsExactly(Kind.DEVICE);
    assertThat(kinds(new RawTar().file("a", WORDS).file("./a", WORDS).build()))
        .containsExactly(Kind.DUPLICATE);
    assertThat(kinds(new RawTar().file("a", WORDS).file("A", WORDS).build()))
        .containsExactly(Kind.DUPLICATE);
  }

  @Test
  void sizesThatDisagreeFail() {
    byte[] bytes = new RawTar().pax('x', "size=4").file("a", WORDS).build();
    assertThat(kinds(bytes)).contains(Kind.DISAGREEMENT);
    assertThat(kinds(new RawTar().entry("a", '2', "b", new byte[0], size(512)).build()))
        .contains(Kind.DISAGREEMENT);
    assertThat(kinds(new RawTar().pax('x', "nonsense").file("a", WORDS).build()))
        .contains(Kind.DISAGREEMENT);
    assertThat(kinds(new RawTar().pax('x', "size=10").file("a", WORDS).build())).isEmpty();
    assertThat(kinds(new RawTar().entry("p", 'x', "", WORDS, _ -> {}).file("a", WORDS).build()))
        .contains(Kind.DISAGREEMENT);
  }

  private static java.util.function.Consumer<byte[]> size(int size) {
    return block -> RawTar.put(block, 124, "%011o\0".formatted(size));
  }

  @Test
  void hiddenBytesAreToldAndHandedOn() {
    byte[] open = new RawTar().file("a", WORDS).open();
    byte[] padding = Arrays.copyOf(open, open.length + 1024);
    padding[600] = 'x';
    assertThat(kinds(padding)).containsExactly(Kind.UNEXPLAINED);
    byte[] behind = Arrays.copyOf(open, open.length + 2048);
    RawTar.put(behind, open.length + 1600, "cos\nsystem");
    Reading.View<TarView> reading = whole(behind);
    assertThat(reading.view().unexplained()).isEqualTo(512);
    assertThat(reading.inside().getLast().place().path().getLast()).isEqualTo("trailing");
  }

  @Test
  void membersWithHolesAreNoPass() {
    TarView view = whole(new RawTar().entry("a", 'S', "", WORDS, _ -> {}).build()).view();
    assertThat(TarChecks.all().get(6).examine(view, budget()))
        .isInstanceOf(Outcome.Undecided.class);
  }

  @Test
  void theOldPytorchFormatFails() {
    byte[] bytes = new RawTar().file("pickle", WORDS).file("storages", WORDS).build();
    assertThat(fails(whole(bytes).view(), 7)).isTrue();
    assertThat(fails(whole(Packed.file("gnu.tar")).view(), 7)).isFalse();
  }

  @Test
  void onlyContentThatIsHandedOnIsCarried() {
    Source source =
        Source.of(
            dev.bulwark.kernel.check.Place.of("f"),
            new RawTar().pax('x', "path=abc").file("a", WORDS).build());
    assertThat(TarReader.carries(source, 600, budget())).isFalse();
    assertThat(TarReader.carries(source, 1100, budget())).isFalse();
    assertThat(TarReader.carries(source, 1540, budget())).isTrue();
    assertThat(TarReader.carries(source, 1600, budget())).isFalse();
  }
}
