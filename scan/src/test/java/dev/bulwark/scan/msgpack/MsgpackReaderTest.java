package dev.bulwark.scan.msgpack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Check;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.msgpack.MsgpackView.Kind;
import dev.bulwark.scan.msgpack.MsgpackView.Oddity;
import dev.bulwark.testkit.CheckContract;
import dev.bulwark.testkit.FormatReaderContract;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

public class MsgpackReaderTest extends FormatReaderContract<MsgpackView> {

  /// A file that Python's msgpack wrote, see `README.md` beside it.
  public static byte[] file(String name) {
    try (InputStream in = MsgpackReaderTest.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no test file " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  protected FormatReader<MsgpackView> reader() {
    return new MsgpackReader();
  }

  @Override
  protected List<byte[]> valid() {
    return List.of(file("flax.msgpack"), file("array.msgpack"), file("large.msgpack"));
  }

  @Override
  protected List<byte[]> broken() {
    byte[] flax = file("flax.msgpack");
    return List.of(Arrays.copyOf(flax, flax.length - 1), Arrays.copyOf(flax, 100));
  }

  private MsgpackView view(byte[] bytes) {
    Reading<MsgpackView> reading = read(bytes);
    assertThat(reading).isInstanceOf(Reading.View.class);
    return ((Reading.View<MsgpackView>) reading).view();
  }

  private static Reading<MsgpackView> named(byte[] bytes) {
    return new MsgpackReader()
        .read(Source.of(Place.of("m.msgpack"), bytes), Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  /// `{"a": value}`, with the value as given.
  private static byte[] map(int... value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) 0x81, (byte) 0xa1, 'a'});
    for (int b : value) {
      out.write(b);
    }
    return out.toByteArray();
  }

  private static byte[] map(byte[] value) {
    int[] numbers = new int[value.length];
    for (int i = 0; i < value.length; i++) {
      numbers[i] = value[i];
    }
    return map(numbers);
  }

  /// An array of Flax: its shape is one dimension.
  private static byte[] array(int length, String type, int found) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = 3 + 1 + type.length() + 2 + found;
    out.writeBytes(new byte[] {(byte) 0xc7, (byte) size, 1, (byte) 0x93, (byte) 0x91});
    out.write(length);
    out.write(0xa0 | type.length());
    out.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[] {(byte) 0xc4, (byte) found});
    out.writeBytes(new byte[found]);
    return map(out.toByteArray());
  }

  @Test
  void whatFlaxWritesIsReadAndExplained() {
    MsgpackView view = view(file("flax.msgpack"));
    assertThat(view.oddities()).isEmpty();
    assertThat(view.arrays()).isEqualTo(6);
    assertThat(view.unexplained()).isZero();
    assertThat(view(file("array.msgpack")).arrays()).isEqualTo(1);
    assertThat(view(file("large.msgpack")).values()).isEqualTo(601);
  }

  @Test
  void arraysAreHeldAgainstTheirShape() {
    assertThat(view(array(3, "float32", 12)).oddities()).isEmpty();
    assertThat(view(array(3, "float32", 11)).oddities())
        .extracting(Oddity::kind)
        .containsExactly(Kind.ARRAY);
    assertThat(view(array(3, "object", 24)).oddities())
        .extracting(Oddity::kind)
        .containsExactly(Kind.OBJECTS);
    assertThat(view(array(3, "str32", 12)).oddities())
        .extracting(Oddity::kind)
        .containsExactly(Kind.ARRAY);
  }

  @Test
  void otherExtensionsAreSeen() {
    assertThat(view(map(0xd4, 42, 0)).oddities())
        .extracting(Oddity::kind)
        .containsExactly(Kind.EXTENSION);
    assertThat(view(map(0xd6, 0xff, 0, 0, 0, 0)).oddities()).isEmpty();
  }

  @Test
  void aKeyThatStandsTwiceIsSeen() {
    byte[] twice = {(byte) 0x82, (byte) 0xa1, 'a', 1, (byte) 0xa1, 'a', 2};
    assertThat(view(twice).oddities()).extracting(Oddity::kind).containsExactly(Kind.TWICE);
  }

  @Test
  void bytesBehindTheValueAreSeen() {
    byte[] flax = file("flax.msgpack");
    assertThat(view(Arrays.copyOf(flax, flax.length + 5)).oddities())
        .extracting(Oddity::kind)
        .containsExactly(Kind.TRAILING);
    assertThat(read(Arrays.copyOf(map(1), 20))).isInstanceOf(Reading.NotMine.class);
    assertThat(named(Arrays.copyOf(map(1), 20))).isInstanceOf(Reading.View.class);
  }

  @Test
  void aPickleAmongTheBytesIsHandedOn() {
    byte[] bytes = map(0xc4, 4, 0x80, 2, 'N', '.');
    assertThat(((Reading.View<MsgpackView>) read(bytes)).inside())
        .extracting(source -> source.place().toString())
        .containsExactly("file!/bytes@3");
  }

  @Test
  void bombsAreBounded() {
    byte[] deep = new byte[100_000];
    Arrays.fill(deep, (byte) 0x91);
    System.arraycopy(map(), 0, deep, 0, 3);
    assertThat(read(deep)).isInstanceOf(Reading.OverLimit.class);
    assertThat(named(map(0xdd, 0xff, 0xff, 0xff, 0xff))).isInstanceOf(Reading.Malformed.class);
    assertThat(named(map(0xdf, 0xff, 0xff, 0xff, 0xff))).isInstanceOf(Reading.Malformed.class);
    assertThat(named(map(0xc6, 0xff, 0xff, 0xff, 0xff))).isInstanceOf(Reading.Malformed.class);
    assertThat(named(new byte[] {(byte) 0xdf, 127, 0, 0, 0})).isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void otherFilesAreNotMine() {
    for (String text : List.of("{\"a\": 1}", "hello", "\u0080\u0002}.", "1")) {
      assertThat(read(text.getBytes(StandardCharsets.ISO_8859_1)))
          .isInstanceOf(Reading.NotMine.class);
    }
  }

  @Nested
  class Extensions extends CheckContract<MsgpackView> {
    @Override
    protected Check<MsgpackView> check() {
      return MsgpackChecks.all().getFirst();
    }

    @Override
    protected List<MsgpackView> clean() {
      return List.of(view(file("flax.msgpack")), view(array(3, "object", 24)));
    }

    @Override
    protected List<MsgpackView> dirty() {
      return List.of(view(map(0xd4, 42, 0)));
    }
  }

  @Test
  void eachKindFailsOneRuleOnly() {
    for (Kind kind : Kind.values()) {
      MsgpackView odd =
          new MsgpackView(Place.of("m"), 1, 0, List.of(new Oddity(kind, 0, "It is odd")), 9, 0);
      assertThat(
              MsgpackChecks.all().stream()
                  .flatMap(
                      check ->
                          check
                              .examine(odd, Budget.of(Limits.DEFAULT, System::nanoTime))
                              .findings()
                              .stream())
                  .toList())
          .hasSize(1);
    }
  }
}
