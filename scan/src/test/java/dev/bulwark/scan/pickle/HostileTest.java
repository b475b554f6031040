package dev.bulwark.scan.pickle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bulwark.kernel.check.CheckRun;
import dev.bulwark.kernel.format.Reading;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Input made to cost much: each is answered, and none within more than what its size is worth. The
/// time limits are wide: they tell linear from quadratic, not fast from slow.
@Timeout(30)
class HostileTest {

  private static byte[] repeated(byte[] head, byte[] unit, int times, byte[] tail) {
    byte[] all = new byte[head.length + unit.length * times + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    for (int i = 0; i < times; i++) {
      System.arraycopy(unit, 0, all, head.length + i * unit.length, unit.length);
    }
    System.arraycopy(tail, 0, all, all.length - tail.length, tail.length);
    return all;
  }

  private static byte[] ops(int... ops) {
    return Asm.pickle().op(ops).toArray();
  }

  @Test
  void aHundredThousandLevelsAreRead() {
    byte[] deep =
        repeated(
            ops(Op.PROTO, 2),
            ops(Op.EMPTY_LIST),
            100_000,
            repeated(ops(), ops(Op.APPEND), 99_999, ops(Op.STOP)));
    assertThat(PickleCases.verdict(deep)).isEqualTo(CheckRun.Verdict.PASSED);
  }

  @Test
  void nestedTuplesAreRead() {
    byte[] deep = repeated(ops(Op.PROTO, 2, Op.NONE), ops(Op.TUPLE1), 1_000_000, ops(Op.STOP));
    assertThat(PickleCases.verdict(deep)).isEqualTo(CheckRun.Verdict.PASSED);
  }

  @Test
  void aStackWithoutEndIsUndecided() {
    byte[] high = repeated(ops(Op.PROTO, 2), ops(Op.NONE), 20_000_000, ops(Op.STOP));
    assertThat(PickleCases.read(high)).isInstanceOf(Reading.OverLimit.class);
    assertThat(PickleCases.verdict(high)).isEqualTo(CheckRun.Verdict.UNDECIDED);
  }

  @Test
  void aBoundBehindAnUnclaimedProgramIsNotNobodys() {
    byte[] late = repeated(ops(Op.NONE, Op.STOP), ops(Op.NONE), 20_000_000, ops(Op.STOP));
    assertThat(PickleCases.read(late)).isInstanceOf(Reading.OverLimit.class);
    byte[] found = ops(Op.NONE, Op.STOP, 0xff, Op.PROTO, 2, Op.NONE, Op.STOP);
    byte[] searched = repeated(found, ops(Op.NONE), 20_000_000, ops(Op.STOP));
    assertThat(PickleCases.read(searched)).isInstanceOf(Reading.OverLimit.class);
  }

  @Test
  void theSameLongNameAMillionTimesIsCheap() {
    Asm head = Asm.proto(4).op(Op.BINUNICODE).little(1 << 20, 4).raw(new byte[1 << 20]);
    head.op(Op.MEMOIZE, Op.POP);
    byte[] unit = ops(Op.BINGET, 0, Op.BINGET, 0, Op.STACK_GLOBAL, Op.POP);
    byte[] many = repeated(head.toArray(), unit, 1_000_000, ops(Op.NONE, Op.STOP));
    assertThat(PickleCases.verdict(many)).isEqualTo(CheckRun.Verdict.FAILED);
  }

  @Test
  void aMillionProgramsAreRead() {
    byte[] many = repeated(ops(), ops(Op.PROTO, 2, Op.NONE, Op.STOP), 1_000_000, ops());
    assertThat(PickleCases.verdict(many)).isEqualTo(CheckRun.Verdict.PASSED);
  }

  @Test
  void programsAndJunkInTurnAreBounded() {
    byte[] many =
        repeated(ops(), ops(Op.PROTO, 2, Op.NONE, Op.STOP, Op.NONE, Op.POP, 0xff), 300_000, ops());
    assertThat(PickleCases.verdict(many)).isEqualTo(CheckRun.Verdict.FAILED);
  }

  @Test
  void opcodesBehindTheEndAreBounded() {
    byte[] many = repeated(Asm.proto(2).none().stop(), ops(Op.NONE), 8_000_000, ops(0xff));
    assertThat(PickleCases.verdict(many)).isEqualTo(CheckRun.Verdict.FAILED);
  }

  @Test
  void manyProgramsWithBadFramesAreBounded() {
    byte[] unit = Asm.proto(4).framed(4).str("abc").none().op(Op.POP).stop();
    byte[] many = repeated(ops(), unit, 100_000, ops());
    assertThat(PickleCases.verdict(many)).isEqualTo(CheckRun.Verdict.FAILED);
  }

  @Test
  void manyNamesAreBounded() {
    Asm asm = Asm.proto(2);
    for (int i = 0; i < 100_000; i++) {
      asm.global("m" + i, "n").op(Op.POP);
    }
    assertThat(PickleCases.verdict(asm.none().stop())).isEqualTo(CheckRun.Verdict.FAILED);
  }

  @Test
  void aMillionCallsOfADeniedNameAreOneFinding() {
    byte[] unit =
        Asm.pickle().op(Op.BINGET, 0).str("id").op(Op.TUPLE1, Op.REDUCE, Op.POP).toArray();
    byte[] head = Asm.proto(2).global("os", "system").op(Op.BINPUT, 0, Op.POP).toArray();
    byte[] many = repeated(head, unit, 1_000_000, ops(Op.NONE, Op.STOP));
    assertThat(PickleCases.findings(many)).hasSizeBetween(1, 32);
  }

  @Test
  void lengthsBeyondTheDataReserveNothing() {
    assertThat(PickleCases.read(Asm.proto(4).op(Op.BINBYTES8).little(1L << 62, 8).stop()))
        .isInstanceOf(Reading.Malformed.class);
    assertThat(PickleCases.read(Asm.proto(4).op(Op.BINUNICODE8).little(-1, 8).stop()))
        .isInstanceOf(Reading.Malformed.class);
    assertThat(PickleCases.read(Asm.proto(4).framed(1L << 62).none().stop()))
        .isInstanceOf(Reading.Malformed.class);
  }

  @Test
  void theMemoEqualsAMap() {
    dev.bulwark.testkit.ForAll.cases(
        200,
        random -> {
          Memo memo = new Memo(new Space(1 << 22));
          Map<Long, Long> model = new TreeMap<>();
          for (int i = 0; i < 3_000; i++) {
            long index =
                switch (random.nextInt(4)) {
                  case 0 -> memo.size();
                  case 1 -> random.nextInt(5_000);
                  case 2 -> random.nextLong(1L << 40);
                  default -> random.nextInt(100);
                };
            long word = Word.of(Word.INT, random.nextInt(1 << 20));
            memo.put(index, word);
            model.put(index, word);
            long asked = random.nextBoolean() ? index : random.nextInt(6_000);
            assertThat(memo.find(asked)).isEqualTo(model.getOrDefault(asked, Word.ABSENT));
            assertThat(memo.size()).isEqualTo(model.size());
          }
        });
  }

  @Test
  void aPayloadBehindAnEndlessLineIsNotNobodys() {
    byte[] line = new byte[1 << 25];
    Arrays.fill(line, (byte) 'a');
    byte[] late =
        Asm.join(
            Asm.pickle().raw("V").raw(line).raw("\n0").toArray(),
            Asm.pickle().call("os", "system", "id").stop());
    assertThat(PickleCases.read(late)).isNotInstanceOf(Reading.NotMine.class);
  }
}
