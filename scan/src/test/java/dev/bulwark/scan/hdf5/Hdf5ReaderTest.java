package dev.bulwark.scan.hdf5;

import static dev.bulwark.scan.hdf5.Hdf5Files.file;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.hdf5.Hdf5View.Kind;
import dev.bulwark.scan.hdf5.Hdf5View.Oddity;
import dev.bulwark.testkit.FormatReaderContract;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Hdf5ReaderTest extends FormatReaderContract<Hdf5View> {

  @Override
  protected FormatReader<Hdf5View> reader() {
    return new Hdf5Reader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(
        file("keras-earliest.h5"),
        file("keras-latest.h5"),
        file("dense-latest.h5"),
        file("chunked.h5"),
        file("chunked-latest.h5"),
        file("external-earliest.h5"),
        file("external-latest.h5"),
        file("virtual.h5"),
        file("cycle.h5"));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] whole = file("keras-earliest.h5");
    byte[] latest = file("keras-latest.h5");
    byte[] changed = latest.clone();
    changed[latest.length / 2] ^= 1;
    return List.of(
        Arrays.copyOf(whole, 96),
        Arrays.copyOf(whole, whole.length - 1),
        Arrays.copyOf(latest, latest.length / 2),
        Arrays.copyOf(latest, 12));
  }

  private Hdf5View view(String name) {
    return view(file(name)).view();
  }

  private Reading.View<Hdf5View> view(byte[] bytes) {
    Reading<Hdf5View> reading = read(bytes);
    assertThat(reading).isInstanceOf(Reading.View.class);
    return (Reading.View<Hdf5View>) reading;
  }

  private static List<String> rows(String name, Hdf5View view) {
    List<String> rows = new ArrayList<>();
    view.attributes()
        .forEach(
            each ->
                rows.add(
                    name
                        + "\t"
                        + (each.object().equals("/") ? "/" : each.object())
                        + "@"
                        + each.name()));
    view.datasets().forEach(each -> rows.add(name + "\t" + each.path() + "=" + each.claimed()));
    return rows;
  }

  /// h5py's own listing: a path is told by the way it is met first, so aliases are by last name.
  @Test
  void whatH5pyListsIsWhatIsRead() {
    List<String> listed = new String(file("listed.tsv"), StandardCharsets.UTF_8).lines().toList();
    assertThat(listed).hasSizeGreaterThan(80);
    TreeSet<String> names = new TreeSet<>();
    listed.forEach(row -> names.add(row.substring(0, row.indexOf('\t'))));
    for (String name : names) {
      assertThat(rows(name, view(name)))
          .as(name)
          .containsExactlyInAnyOrderElementsOf(
              listed.stream().filter(row -> row.startsWith(name + "\t")).toList());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"keras-earliest.h5", "keras-latest.h5"})
  void documentsAreHandedOn(String name) {
    Reading.View<Hdf5View> reading = view(file(name));
    assertThat(reading.view().oddities()).isEmpty();
    assertThat(reading.inside())
        .extracting(source -> source.place().toString())
        .containsExactlyInAnyOrder("file!/@model_config.json", "file!/@training_config.json");
    assertThat(reading.inside())
        .allSatisfy(source -> assertThat(text(source)).startsWith("{").endsWith("}"));
  }

  private static String text(Source source) {
    return new String(source.bytes().toArray(JAVA_BYTE), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"opaque.h5", "large-latest.h5", "dense-latest.h5"})
  void aModelIsHandedOnWhateverItsTypeAndPlace(String name) {
    assertThat(view(file(name)).inside())
        .filteredOn(source -> source.place().toString().endsWith("@model_config.json"))
        .hasSize(1)
        .allSatisfy(source -> assertThat(text(source)).startsWith("{\"class").endsWith("}}"));
  }

  private static String kinds(Hdf5View view) {
    return view.oddities().stream()
        .map(Oddity::kind)
        .map(Kind::name)
        .sorted()
        .collect(Collectors.joining(" "));
  }

  @Test
  void whatLeadsOutsideIsSeen() {
    for (String name : List.of("external-earliest.h5", "external-latest.h5")) {
      assertThat(kinds(view(name))).isEqualTo("OUTSIDE OUTSIDE");
      assertThat(view(name).oddities())
          .extracting(Oddity::what)
          .anySatisfy(what -> assertThat(what).contains("/etc/hostname").contains("/secret"))
          .anySatisfy(what -> assertThat(what).contains("/etc/hosts"));
    }
    assertThat(view("virtual.h5").oddities())
        .singleElement()
        .satisfies(odd -> assertThat(odd.kind()).isEqualTo(Kind.OUTSIDE))
        .satisfies(odd -> assertThat(odd.what()).contains("../other.h5"));
  }

  @Test
  void pluginsShapesAndPicklesAreSeen() {
    assertThat(kinds(view("plugin.h5"))).isEqualTo("PLUGIN UNKNOWN_PLUGIN");
    assertThat(kinds(view("huge.h5"))).isEqualTo("SIZE");
    assertThat(kinds(view("pytables.h5"))).isEqualTo("OBJECTS");
    assertThat(view(file("pytables.h5")).inside())
        .extracting(source -> source.place().path().getLast())
        .containsExactlyInAnyOrder("@TITLE", "@pickled");
    assertThat(kinds(view("cycle.h5"))).isEmpty();
    assertThat(kinds(view("chunked.h5"))).isEmpty();
    assertThat(kinds(view("chunked-latest.h5"))).isEmpty();
  }

  @Test
  void bytesAroundTheFileAreSeen() {
    assertThat(kinds(view("userblock.h5"))).isEqualTo("STRAY");
    byte[] file = file("keras-earliest.h5");
    byte[] longer = Arrays.copyOf(file, file.length + 10);
    longer[file.length + 3] = 1;
    assertThat(kinds(view(longer).view())).isEqualTo("STRAY");
    assertThat(view(longer).view().unexplained()).isEqualTo(view(file).view().unexplained() + 1);
  }

  /// What is left over is free space the library does not clear, and the indexes of chunks that are
  /// not walked.
  @Test
  void mostBytesAreExplained() {
    for (String name : List.of("keras-earliest.h5", "keras-latest.h5", "chunked.h5")) {
      Hdf5View view = view(name);
      assertThat(view.unexplained()).as(name).isLessThanOrEqualTo(view.bytes() / 100);
    }
  }

  @Test
  void oneNameForTwoThingsIsSeen() {
    byte[] file = file("keras-earliest.h5");
    replace(file, "keras_version", "model_config\0");
    assertThat(kinds(view(file).view())).isEqualTo("TWICE");
  }

  private static void replace(byte[] file, String from, String to) {
    int at = new String(file, StandardCharsets.ISO_8859_1).indexOf(from);
    byte[] bytes = to.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, file, at, bytes.length);
  }

  @Test
  void aChangedByteOfAGuardedStructureIsMalformed() {
    byte[] file = file("keras-latest.h5");
    int header = new String(file, StandardCharsets.ISO_8859_1).indexOf("OHDR");
    file[header + 20] ^= 1;
    assertThat(read(file)).isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void aBrokenObjectHidesNoOther() {
    byte[] file = file("keras-earliest.h5");
    int last = new String(file, StandardCharsets.ISO_8859_1).lastIndexOf("SNOD");
    file[last] = 'X';
    Reading<Hdf5View> reading = read(file);
    assertThat(reading).isInstanceOf(Reading.Malformed.class);
    assertThat(((Reading.Malformed<Hdf5View>) reading).inside()).hasSize(2);
  }

  /// The library takes the first NUL for the end of a string, and h5py hands out what is before it.
  @Test
  void aTextThatGoesOnBehindItsEndIsReadBothWays() {
    byte[] file = file("keras-earliest.h5");
    replace(file, "}}]}}", "}}]}\0");
    replace(file, ", \"bias_init", "\0 \"bias_init");
    Reading.View<Hdf5View> reading = view(file);
    assertThat(kinds(reading.view())).isEqualTo("TWICE");
    assertThat(reading.inside()).hasSize(3);
    assertThat(reading.inside())
        .anySatisfy(source -> assertThat(text(source)).endsWith("\"seed\": null}}"));
  }

  /// Four hundred links fill blocks of several sizes.
  @Test
  void aHeapOfManyBlocksIsReadAndADocumentOfAnyNameIsHandedOn() {
    Reading.View<Hdf5View> reading = view(file("wide-latest.h5"));
    assertThat(reading.view().oddities()).isEmpty();
    assertThat(reading.inside())
        .extracting(source -> source.place().toString())
        .containsExactly("file!/@note");
  }

  /// Found by comparing with h5py over damaged files: it reads an attribute whatever is broken
  /// elsewhere.
  @Test
  void aBreakElsewhereHidesNoAttribute() {
    byte[] latest = file("dense-latest.h5");
    int tree = new String(latest, StandardCharsets.ISO_8859_1).indexOf("BTLF");
    latest[tree + 6 + 40] ^= 1;
    Reading<Hdf5View> reading = read(latest);
    assertThat(reading).isInstanceOf(Reading.Malformed.class);
    assertThat(((Reading.Malformed<Hdf5View>) reading).before().orElseThrow().attributes())
        .hasSizeGreaterThan(30);
  }

  @Test
  void aSignatureWhereTheLibraryDoesNotLookIsNone() {
    byte[] file = file("userblock.h5");
    assertThat(read(Arrays.copyOfRange(file, 1, file.length))).isInstanceOf(Reading.NotMine.class);
  }

  @Test
  void aBudgetThatEndsKeepsWhatWasSeen() {
    Limits few = new Limits(ByteSize.ofGib(1), 30, 16, Limits.DEFAULT.time());
    Reading<Hdf5View> reading = read(file("dense-latest.h5"), few);
    assertThat(reading).isInstanceOf(Reading.OverLimit.class);
    assertThat(((Reading.OverLimit<Hdf5View>) reading).before()).isPresent();
  }
}
