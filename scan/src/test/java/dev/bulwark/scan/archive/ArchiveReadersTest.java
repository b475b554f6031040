package dev.bulwark.scan.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Place;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.Packed;
import dev.bulwark.scan.archive.ArchiveView.Kind;
import dev.bulwark.testkit.FormatReaderContract;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ArchiveReadersTest {
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Outcome examine(int check, ArchiveView view) {
    return ArchiveChecks.all()
        .get(check)
        .examine(view, Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  static List<Kind> kinds(ArchiveView view) {
    return view.oddities().stream().map(ArchiveView.Oddity::kind).toList();
  }

  abstract static class Kit extends FormatReaderContract<ArchiveView> {
    Reading.View<ArchiveView> whole(byte[] bytes) {
      assertThat(read(bytes)).isInstanceOf(Reading.View.class);
      return (Reading.View<ArchiveView>) read(bytes);
    }
  }

  @Nested
  class SevenZip extends Kit {
    @Override
    protected FormatReader<ArchiveView> reader() {
      return new SevenZipReader();
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(Packed.file("lzma2.7z"), Packed.file("bcj.7z"));
    }

    @Override
    protected List<byte[]> broken() {
      byte[] damaged = Packed.file("lzma2.7z");
      damaged[40] ^= 1;
      return List.of(Arrays.copyOf(Packed.file("lzma2.7z"), 5000), damaged);
    }

    @Test
    void everyMemberIsUnpacked() {
      byte[] plain = Packed.plain();
      for (String file : List.of("lzma2.7z", "bcj.7z", "bzip2.7z", "copy.7z")) {
        Reading.View<ArchiveView> reading = whole(Packed.file(file));
        assertThat(reading.inside()).hasSize(2);
        assertThat(reading.inside().getFirst().bytes().toArray(ValueLayout.JAVA_BYTE))
            .isEqualTo(plain);
        assertThat(reading.inside().getLast().size()).isEqualTo(3000);
        assertThat(reading.view().oddities()).isEmpty();
      }
    }

    @Test
    void encryptedArchivesAndRareMethodsAreUndecided() {
      for (String file : List.of("encrypted.7z", "hidden.7z", "ppmd.7z", "bcj2.7z")) {
        assertThat(read(Packed.file(file)))
            .isInstanceOfSatisfying(
                Reading.OverLimit.class,
                open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
      }
    }

    @Test
    void bytesBehindTheHeaderAreTold() {
      byte[] bytes = Packed.file("lzma2.7z");
      Reading.View<ArchiveView> reading = whole(Arrays.copyOf(bytes, bytes.length + 9));
      assertThat(kinds(reading.view())).containsExactly(Kind.UNEXPLAINED);
      assertThat(reading.inside().getLast().size()).isEqualTo(9);
      assertThat(examine(2, reading.view())).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void aHugePackedHeaderIsRefusedBeforeItIsUnpacked() {
      byte[] bytes = new byte[60];
      System.arraycopy(Packed.file("lzma2.7z"), 0, bytes, 0, 12);
      bytes[20] = 28;
      byte[] header = {
        0x17, 6, 0, 1, 9, 10, 0, 7, 11, 1, 0, 1, 1, 33, 12, (byte) 0xf0, 0, 0, 0, 64
      };
      System.arraycopy(header, 0, bytes, 32, header.length);
      assertThat(read(bytes))
          .isInstanceOfSatisfying(
              Reading.OverLimit.class,
              open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.OVER_LIMIT));
    }
  }

  @Nested
  class Ar extends Kit {
    @Override
    protected FormatReader<ArchiveView> reader() {
      return new ArReader();
    }

    private byte[] ar(String name, String content) {
      return ascii(
          "!<arch>\n%-16s%-12s%-6s%-6s%-8s%-10d`\n%s"
              .formatted(name, "0", "0", "0", "644", content.length(), content));
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(ar("a.txt/", "some words"), ar("#1/4", "namewords!"), ascii("!<arch>\n"));
    }

    @Override
    protected List<byte[]> broken() {
      return List.of(
          Arrays.copyOf(ar("a", "some words"), 75), ascii("!<arch>\nrubbish"), ar("#1/99", "x"));
    }

    @Test
    void membersAreHandedOnByTheirNames() {
      Reading.View<ArchiveView> reading = whole(Packed.file("two.a"));
      assertThat(reading.inside())
          .extracting(source -> source.place().path().getLast())
          .containsExactly("plain.bin", "second.txt");
      assertThat(reading.inside().getFirst().size()).isEqualTo(Packed.plain().length);
      assertThat(whole(ar("#1/4", "namewords!")).inside().getFirst().place().path())
          .containsExactly("file", "name");
    }

    @Test
    void theMembersOfAThinArchiveHaveNotPassed() {
      byte[] thin =
          ascii(
              new String(ar("a.o/", ""), StandardCharsets.ISO_8859_1).replace("<arch>", "<thin>"));
      Reading.View<ArchiveView> reading = whole(thin);
      assertThat(reading.inside()).isEmpty();
      assertThat(examine(3, reading.view()))
          .isInstanceOfSatisfying(
              Outcome.Undecided.class,
              open -> assertThat(open.detail()).isEqualTo("\"a.o\" lies in another file"));
    }

    @Test
    void aNameThatLeadsOutFails() {
      assertThat(examine(0, whole(ar("../../x", "words")).view()))
          .isInstanceOf(Outcome.Failed.class);
      assertThat(examine(0, whole(ar("x..y", "words")).view())).isEqualTo(Outcome.passed());
    }
  }

  @Nested
  class Cpio extends Kit {
    @Override
    protected FormatReader<ArchiveView> reader() {
      return new CpioReader();
    }

    private String member(String name, String content) {
      String head =
          "070701"
              + "00000000".repeat(6)
              + "%08x".formatted(content.length())
              + "00000000".repeat(4)
              + "%08x".formatted(name.length() + 1)
              + "00000000";
      return pad(pad(head + name + "\0") + content);
    }

    private String pad(String text) {
      return text + "\0".repeat((4 - text.length() % 4) % 4);
    }

    private String old(String name, String content) {
      return "070707"
          + "000000".repeat(7)
          + "00000000000"
          + "%06o".formatted(name.length() + 1)
          + "%011o".formatted(content.length())
          + name
          + "\0"
          + content;
    }

    private byte[] archive(String... members) {
      return ascii(String.join("", members) + member("TRAILER!!!", ""));
    }

    @Override
    protected List<byte[]> valid() {
      return List.of(
          archive(member("a", "some words"), member("b/c", "more")),
          ascii(old("a", "some words") + old("TRAILER!!!", "")));
    }

    @Override
    protected List<byte[]> broken() {
      return List.of(
          Arrays.copyOf(valid().getFirst(), 130),
          ascii(member("a", "words")),
          ascii(member("", "")));
    }

    @Test
    void membersAreHandedOn() {
      for (byte[] bytes : valid()) {
        assertThat(whole(bytes).inside().getFirst().bytes().toArray(ValueLayout.JAVA_BYTE))
            .isEqualTo(ascii("some words"));
      }
    }

    @Test
    void doublesEscapesAndTrailersAreTold() {
      byte[] bytes = archive(member("/a", "x"), member("/a", "y"));
      bytes = Arrays.copyOf(bytes, bytes.length + 20);
      bytes[bytes.length - 1] = 'z';
      assertThat(kinds(whole(bytes).view()))
          .containsExactly(Kind.ESCAPE, Kind.ESCAPE, Kind.DUPLICATE, Kind.UNEXPLAINED);
    }
  }

  @Test
  void archivesThatAreNotReadAreUndecidedByName() {
    byte[] disc = new byte[0x8100];
    System.arraycopy(ascii("CD001"), 0, disc, 0x8001, 5);
    for (byte[] archive : List.of(ascii("Rar!\u001a\u0007\1\0"), ascii("hsqs...."), disc)) {
      Reading<UnreadArchiveReader.View> reading =
          new UnreadArchiveReader()
              .read(
                  Source.of(Place.of("file"), archive),
                  Budget.of(Limits.DEFAULT, System::nanoTime));
      assertThat(reading)
          .isInstanceOfSatisfying(
              Reading.OverLimit.class,
              open -> assertThat(open.reason()).isEqualTo(Outcome.Reason.UNSUPPORTED));
    }
    assertThat(
            new UnreadArchiveReader()
                .read(
                    Source.of(Place.of("file"), ascii("Rar? no")),
                    Budget.of(Limits.DEFAULT, System::nanoTime)))
        .isInstanceOf(Reading.NotMine.class);
  }
}
