package dev.bulwark.scan.flatbuffer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.bulwark.kernel.bytes.ByteSize;
import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Limits;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlatbufferTest {
  private static Flatbuffer open(byte[] bytes) {
    return new Flatbuffer(
        MemorySegment.ofArray(bytes), Budget.of(Limits.DEFAULT, System::nanoTime));
  }

  @Test
  void fieldsAreReadByTheirPlace() {
    byte[] file =
        RawFlatbuffer.table()
            .ubyte(0, 200)
            .uint(2, 7)
            .slong(3, -9)
            .text(4, "name")
            .tables(5, RawFlatbuffer.table().uint(0, 1), RawFlatbuffer.table().uint(0, 2))
            .one(6, RawFlatbuffer.table().text(0, "inner"))
            .file("TEST");
    Flatbuffer buffer = open(file);
    Table root = buffer.root();
    assertThat(root.ubyte(0)).isEqualTo(200);
    assertThat(root.has(1)).isFalse();
    assertThat(root.uint(1)).isZero();
    assertThat(root.uint(2)).isEqualTo(7);
    assertThat(root.slong(3)).isEqualTo(-9);
    assertThat(root.text(4)).isEqualTo("name");
    assertThat(root.text(99)).isEmpty();
    StringBuilder seen = new StringBuilder();
    root.tables(5, table -> seen.append(table.uint(0)));
    root.table(6, table -> seen.append(table.text(0)));
    assertThat(seen).hasToString("12inner");
    assertThat(buffer.unexplained(buffer.size())).isZero();
    assertThat(Flatbuffer.bears(MemorySegment.ofArray(file), "TEST")).isTrue();
  }

  private static byte[] patched(int at, int value) {
    byte[] file = RawFlatbuffer.table().uint(0, 1).text(1, "x").file("TEST");
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    return file;
  }

  /// The layout is at 8, the table at 16, its fields at 20 and 24.
  @Test
  void everyOffsetIsChecked() {
    for (int[] patch :
        new int[][] {
          {0, Integer.MAX_VALUE},
          {0, -1},
          {16, 100},
          {16, -100},
          {16, Integer.MIN_VALUE},
          {8, 0x00070007},
          {8, 0x7fff7ffe},
          {12, 0x7fff0004},
          {12, 0x00020002},
          {24, -1},
          {24, 0},
          {24, 1000},
          {28, Integer.MAX_VALUE},
          {28, -1}
        }) {
      assertThatExceptionOfType(BrokenFlatbuffer.class)
          .as("%d at %d", patch[1], patch[0])
          .isThrownBy(
              () -> {
                Table root = open(patched(patch[0], patch[1])).root();
                root.uint(0);
                root.text(1);
              });
    }
  }

  /// Twenty-five lists of four entries that all lead to the next one: 2^50 visits in a kilobyte.
  @Test
  void aBombOfSharedTablesCostsItsBudget() {
    int levels = 25;
    ByteBuffer file = ByteBuffer.allocate(8 + levels * 36 + 16).order(ByteOrder.LITTLE_ENDIAN);
    file.putInt(8 + 8).put(new byte[] {'T', 'E', 'S', 'T'});
    for (int level = 0; level < levels; level++) {
      file.putShort((short) 6).putShort((short) 8).putShort((short) 4).putShort((short) 0);
      file.putInt(8).putInt(4).putInt(4);
      for (int i = 0; i < 4; i++) {
        file.putInt(4 * (4 - i) + 8);
      }
    }
    file.putShort((short) 4).putShort((short) 4).putInt(0).putInt(8);
    Limits limits = new Limits(ByteSize.ofGib(1), 100_000, 16, Duration.ofSeconds(30));
    Flatbuffer buffer =
        new Flatbuffer(MemorySegment.ofArray(file.array()), Budget.of(limits, System::nanoTime));
    assertThatExceptionOfType(Budget.OverLimit.class).isThrownBy(() -> visit(buffer.root()));
  }

  private static void visit(Table table) {
    table.tables(0, FlatbufferTest::visit);
  }

  @Test
  void bytesOfNoPartAreFound() {
    byte[] file = RawFlatbuffer.table().text(1, "x").file("TEST", new byte[] {1, 2, 3, 4});
    Flatbuffer buffer = open(file);
    buffer.root().text(1);
    assertThat(buffer.unexplained(buffer.end())).isEqualTo(4);
    assertThat(buffer.longestUnexplained(buffer.end())).isEqualTo(new Flatbuffer.Stretch(8, 4));
  }

  @Test
  void coverageMergesAndKeepsItsMemory() {
    Coverage coverage = new Coverage();
    for (int i = 0; i < 3_000_000; i++) {
      coverage.add(2L * i, 2L * i + 2);
    }
    long[] gaps = {0};
    coverage.gaps(6_000_010, (from, to) -> gaps[0] += to - from);
    assertThat(gaps[0]).isEqualTo(10);
    assertThat(coverage.end()).isEqualTo(6_000_000);
  }
}
