package dev.bulwark.scan.protobuf;

import static dev.bulwark.scan.protobuf.RawMessage.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.graph.Oddity;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {
  private static final Schema.Message TOP =
      Schema.parse(
              """
              # a comment
              Top 1n 2s 3@Sub 4*@Sub 5*n 6*f 7*d 8f 9d 200-202s 300@Sub
              Sub 1n 2@Top
              """)
          .message("Top");

  private record Walked(Notes notes, List<Integer> fields) {
    List<String> told() {
      return notes.oddities().stream().map(Oddity::what).toList();
    }
  }

  private static Walked walk(byte[] bytes) {
    return walk(MemorySegment.ofArray(bytes));
  }

  private static Walked walk(MemorySegment bytes) {
    Notes notes = new Notes(Budget.of(Limits.DEFAULT, System::nanoTime));
    Fields fields = Fields.of(bytes, TOP, notes);
    List<Integer> seen = new java.util.ArrayList<>();
    while (fields.next()) {
      seen.add(fields.number());
      fields.check();
    }
    return new Walked(notes, seen);
  }

  @Test
  void whatTheSchemaHasIsWalkedInSilence() {
    RawMessage whole =
        message()
            .number(1, -1)
            .text(2, "x")
            .put(3, message().number(1, 5))
            .put(4, message())
            .put(4, message())
            .number(5, 1)
            .bytes(5, new byte[] {1, (byte) 0x80, 1})
            .bytes(6, new byte[8])
            .fixed64(7, 1)
            .fixed32(8, 1)
            .fixed64(9, 1)
            .text(201, "x")
            .put(300, message());
    Walked walked = walk(whole.build());
    assertThat(walked.fields()).containsExactly(1, 2, 3, 4, 4, 5, 5, 6, 7, 8, 9, 201, 300);
    assertThat(walked.told()).isEmpty();
    assertThat(walked.notes().unknownBytes()).isZero();
  }

  static List<Arguments> odd() {
    return List.of(
        Arguments.of(message().number(77, 1), "Top has the field 77", 3),
        Arguments.of(message().put(3, message().text(9, "abc")), "Sub has the field 9", 5),
        Arguments.of(message().text(1, "x"), "has the wire type 2", 3),
        Arguments.of(message().bytes(8, new byte[4]), "has the wire type 2", 6),
        Arguments.of(message().group(50, message().number(1, 1)), "Top has the field 50", 6),
        Arguments.of(
            message().group(2, message().group(3, message())), "the wire type 3, which it", 4),
        Arguments.of(message().number(1, 1).number(1, 2), "parsers take the last", 0),
        Arguments.of(message().put(3, message()).put(3, message()), "parsers merge the two", 0),
        Arguments.of(message().put(300, message()).put(300, message()), "merge the two", 0),
        Arguments.of(message().text(200, "").text(200, ""), "parsers take the last", 0),
        Arguments.of(
            message().text(2, "x".repeat(3)).raw(0x08, 0x81, 0x00), "longer than it is", 0));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("odd")
  void whatTheSchemaDoesNotForeseeIsTold(RawMessage raw, String told, long unknown) {
    Walked walked = walk(raw.build());
    assertThat(walked.told()).singleElement().asString().contains(told);
    assertThat(walked.notes().unknownBytes()).isEqualTo(unknown);
  }

  @Test
  void onlyALongNumberIsNoReasonToFail() {
    assertThat(walk(message().raw(0x08, 0x81, 0x00).build()).notes().oddities())
        .extracting(Oddity::severity)
        .containsExactly(Severity.NOTE);
    assertThat(walk(message().number(77, 1).build()).notes().oddities())
        .extracting(Oddity::severity)
        .containsExactly(Severity.MEDIUM);
  }

  static List<RawMessage> broken() {
    return List.of(
        message().raw(0x08),
        message().raw(0x08, 0x80),
        message().raw(0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00),
        message().raw(0x00, 0x00),
        message().raw(0x0e),
        message().raw(0x12, 0x7f),
        message().raw(0x12, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01),
        message().raw(0x41, 0, 0),
        message().raw(0x1b, 0x08, 0x01),
        message().raw(0x1b, 0x24),
        message().raw(0x1c),
        message().bytes(5, new byte[] {1, (byte) 0x80}),
        message().bytes(6, new byte[5]),
        message().bytes(7, new byte[12]),
        message().put(3, message().raw(0x08)));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatIsNotProtobufIsBroken(RawMessage raw) {
    assertThatExceptionOfType(BrokenWire.class).isThrownBy(() -> walk(raw.build()));
  }

  @Test
  void messagesAndGroupsNestOnlySoDeep() {
    RawMessage deep = message();
    RawMessage groups = message();
    for (int i = 0; i < 60; i++) {
      deep = message().put(3, message().put(2, deep));
      groups = message().group(50, message().group(51, groups));
    }
    byte[] messages = deep.build();
    byte[] grouped = groups.build();
    assertThatExceptionOfType(Budget.OverLimit.class).isThrownBy(() -> walk(messages));
    assertThatExceptionOfType(BrokenWire.class).isThrownBy(() -> walk(grouped));
  }

  @Test
  void longTextIsCutAndTold() {
    Notes notes = new Notes(Budget.of(Limits.DEFAULT, System::nanoTime));
    byte[] bytes = message().text(2, "x".repeat(5_000)).build();
    Fields fields = Fields.of(MemorySegment.ofArray(bytes), TOP, notes);
    assertThat(fields.next()).isTrue();
    assertThat(fields.text()).hasSize(Fields.MAX_TEXT);
    assertThat(notes.oddities()).hasSize(1);
  }

  /// Four gigabytes of a file with a hole, of which only the pages with tags are touched.
  @Test
  void aHugeFieldIsPassedOver(@TempDir Path folder) throws IOException {
    long size = 1L << 32;
    byte[] head = {0x12, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x10};
    Path file = folder.resolve("huge");
    try (FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.SPARSE,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        Arena arena = Arena.ofConfined()) {
      channel.write(ByteBuffer.wrap(head), 0);
      channel.write(ByteBuffer.wrap(new byte[] {0x08, 0x01}), size + head.length);
      MemorySegment bytes =
          channel.map(FileChannel.MapMode.READ_ONLY, 0, size + head.length + 2, arena);
      assertThat(walk(bytes).fields()).containsExactly(2, 1);
    }
  }

  @Test
  void aSchemaThatIsNotOneSaysSo() {
    for (String text : List.of("A 1x", "A 1@B", "A x1")) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .isThrownBy(() -> Schema.parse(text));
    }
    assertThat(Arrays.asList(TOP.has(201, Wire.LENGTH), TOP.has(203, Wire.LENGTH)))
        .containsExactly(true, false);
  }
}
