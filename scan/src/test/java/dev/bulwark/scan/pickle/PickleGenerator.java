package dev.bulwark.scan.pickle;

import dev.bulwark.testkit.Mangle;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;

/// Random pickle programs: mostly well-formed on the stack, then damaged, so that both what runs
/// and what breaks is met.
final class PickleGenerator {
  private final RandomGenerator random;
  private final Asm asm = Asm.pickle();
  private int depth;
  private int marks;

  private PickleGenerator(RandomGenerator random) {
    this.random = random;
  }

  static byte[] next(RandomGenerator random) {
    byte[] program = new PickleGenerator(random).program();
    int damage = random.nextInt(10) - 7;
    for (int i = 0; i < damage; i++) {
      program = Mangle.once(program, random);
    }
    return program;
  }

  private byte[] program() {
    if (random.nextInt(4) > 0) {
      asm.op(Op.PROTO, random.nextInt(20) == 0 ? random.nextInt(8) : random.nextInt(6));
    }
    switch (random.nextInt(6)) {
      case 0 -> {
        return framedProgram();
      }
      case 1 -> {
        for (int steps = random.nextInt(24); steps >= 0; steps--) {
          step();
        }
      }
      default -> sentence();
    }
    return asm.stop();
  }

  /// Whole values one after the other, now and then something else between them.
  private void sentence() {
    int values = 1 + random.nextInt(4);
    for (int i = 0; i < values; i++) {
      if (random.nextInt(10) == 0) {
        step();
      }
      value(0);
      if (i + 1 < values && random.nextBoolean()) {
        asm.op(Op.POP);
      }
    }
  }

  private void values(int level) {
    for (int count = random.nextInt(4); count > 0; count--) {
      value(level);
    }
  }

  /// The opcodes of one value.
  private void value(int level) {
    if (level > 3 || random.nextInt(3) == 0) {
      literal();
    } else {
      switch (random.nextInt(16)) {
        case 0 -> {
          asm.op(Op.EMPTY_LIST);
          memo();
          asm.mark();
          values(level + 1);
          asm.op(Op.APPENDS);
        }
        case 1 -> {
          asm.op(Op.EMPTY_LIST);
          value(level + 1);
          asm.op(Op.APPEND);
        }
        case 2 -> {
          asm.op(Op.EMPTY_DICT).mark();
          value(level + 1);
          value(level + 1);
          asm.op(Op.SETITEMS);
        }
        case 3 -> {
          asm.op(Op.EMPTY_DICT).str(pick(PickleTexts.NAMES));
          value(level + 1);
          asm.op(Op.SETITEM);
        }
        case 4 -> around(level, random.nextBoolean() ? Op.TUPLE : Op.LIST);
        case 5 -> around(level, Op.FROZENSET);
        case 6 -> {
          asm.op(Op.EMPTY_SET);
          around(level, Op.ADDITEMS);
        }
        case 7 -> {
          asm.mark().str("k");
          value(level + 1);
          asm.op(Op.DICT);
        }
        case 8 -> {
          name();
          around(level, Op.TUPLE);
          asm.op(random.nextBoolean() ? Op.REDUCE : Op.NEWOBJ);
        }
        case 9 -> {
          asm.mark();
          name();
          values(level + 1);
          asm.op(Op.OBJ);
        }
        case 10 -> {
          asm.mark();
          values(level + 1);
          asm.raw("i" + pick(PickleTexts.MODULES).replace("é", "e") + "\nx\n");
        }
        case 11 -> {
          name();
          asm.op(Op.EMPTY_TUPLE, Op.REDUCE);
          value(level + 1);
          asm.op(Op.BUILD);
        }
        case 12 -> {
          name();
          asm.op(Op.EMPTY_TUPLE, Op.EMPTY_DICT, Op.NEWOBJ_EX).mark();
          values(level + 1);
          asm.op(random.nextBoolean() ? Op.APPENDS : Op.ADDITEMS);
        }
        case 13 -> {
          value(level + 1);
          asm.op(Op.DUP, Op.TUPLE2);
        }
        case 14 -> {
          asm.mark();
          values(level + 1);
          asm.op(Op.POP_MARK);
          literal();
        }
        default -> {
          value(level + 1);
          value(level + 1);
          asm.op(Op.POP);
        }
      }
    }
    memo();
  }

  private void around(int level, int op) {
    asm.mark();
    values(level + 1);
    asm.op(op);
  }

  private void name() {
    if (random.nextBoolean()) {
      asm.global(
          pick(PickleTexts.MODULES).replace("é", "e"), pick(PickleTexts.NAMES).replace("ü", "u"));
    } else if (random.nextBoolean()) {
      asm.stackGlobal(pick(PickleTexts.MODULES), pick(PickleTexts.NAMES));
    } else {
      asm.raw("S'o\\x73'\nV\\u0073ystem\n").op(Op.STACK_GLOBAL);
    }
  }

  /// Puts the value, or pops it for another from the memo.
  private void memo() {
    switch (random.nextInt(12)) {
      case 0 -> asm.op(Op.MEMOIZE);
      case 1 -> asm.op(Op.BINPUT, random.nextInt(4));
      case 2 -> asm.raw("p" + random.nextInt(4) + "\n");
      case 3 -> asm.op(Op.MEMOIZE, Op.POP, Op.BINGET, 0);
      default -> {}
    }
  }

  /// Frames whose lengths are right, nearly right, or anything.
  private byte[] framedProgram() {
    PickleGenerator inner = new PickleGenerator(random);
    int frames = 1 + random.nextInt(3);
    for (int f = 0; f < frames; f++) {
      Asm start = Asm.pickle();
      int before = inner.asm.toArray().length;
      int steps = 1 + random.nextInt(8);
      for (int i = 0; i < steps; i++) {
        inner.step();
      }
      byte[] all = inner.asm.toArray();
      byte[] part = java.util.Arrays.copyOfRange(all, before, all.length);
      int wrong = random.nextInt(3) > 0 ? 0 : random.nextInt(9) - 4;
      start.framed(Math.max(0, part.length + wrong)).raw(part);
      asm.raw(start.toArray());
    }
    return asm.stop();
  }

  private void step() {
    if (random.nextInt(12) == 0) {
      anything();
    } else if (depth < 2 || random.nextInt(2) == 0) {
      literal();
    } else {
      combine();
    }
  }

  private String pick(String[] choices) {
    return choices[random.nextInt(choices.length)];
  }

  private void literal() {
    depth++;
    switch (random.nextInt(26)) {
      case 0 -> asm.none();
      case 1 -> asm.op(random.nextBoolean() ? Op.NEWTRUE : Op.NEWFALSE);
      case 2 -> asm.op(Op.BININT1, random.nextInt(256));
      case 3 -> asm.op(Op.BININT2).little(random.nextInt(1 << 16), 2);
      case 4 -> asm.num(random.nextInt());
      case 5 -> asm.op(Op.BINFLOAT).little(random.nextLong(), 8);
      case 6 -> asm.raw("I").utf8(pick(PickleTexts.NUMBERS)).raw("\n");
      case 7 -> asm.raw("L").utf8(pick(PickleTexts.NUMBERS)).raw("\n");
      case 8 -> asm.raw("F").utf8(pick(PickleTexts.FLOATS)).raw("\n");
      case 9 -> asm.raw("S").raw(pick(PickleTexts.STRINGS)).raw("\n");
      case 10 -> asm.raw("V").utf8(pick(PickleTexts.UNICODES)).raw("\n");
      case 11, 12 ->
          asm.str(random.nextBoolean() ? pick(PickleTexts.MODULES) : pick(PickleTexts.NAMES));
      case 13 -> wideString();
      case 14 -> asm.op(Op.SHORT_BINSTRING, 2).raw(random.nextInt(4) > 0 ? "os" : "\u00e9s");
      case 15 -> asm.op(Op.BINSTRING).little(2, 4).raw("os");
      case 16 -> asm.bytes(new byte[random.nextInt(4)]);
      case 17 -> asm.op(Op.SHORT_BINBYTES, 1, 7);
      case 18 -> asm.op(Op.BYTEARRAY8).little(2, 8).raw("ab");
      case 19 -> asm.op(Op.EMPTY_TUPLE);
      case 20 -> asm.op(Op.EMPTY_LIST);
      case 21 -> asm.op(Op.EMPTY_DICT);
      case 22 -> asm.op(Op.EMPTY_SET);
      case 23 -> asm.op(random.nextBoolean() ? Op.LONG1 : Op.SHORT_BINBYTES, 2, 1, 1);
      default ->
          asm.global(
              random.nextInt(3) > 0 ? "os" : pick(PickleTexts.MODULES).replace("é", "e"), "system");
    }
  }

  private void wideString() {
    byte[] text =
        switch (random.nextInt(5)) {
          case 0 -> new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80};
          case 1 -> new byte[] {(byte) 0xc0, (byte) 0x80};
          case 2 -> new byte[] {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80};
          case 3 -> "é€😀".getBytes(StandardCharsets.UTF_8);
          default -> "os".getBytes(StandardCharsets.UTF_8);
        };
    if (random.nextBoolean()) {
      asm.op(Op.BINUNICODE).little(text.length, 4).raw(text);
    } else {
      asm.op(Op.BINUNICODE8).little(text.length, 8).raw(text);
    }
  }

  private void combine() {
    int index = random.nextInt(6);
    switch (random.nextInt(34)) {
      case 0 -> use(2, 1, Op.TUPLE2);
      case 1 -> use(1, 1, Op.TUPLE1);
      case 2 -> use(3, 1, Op.TUPLE3);
      case 3, 4 -> {
        asm.mark();
        marks++;
      }
      case 5 -> close(Op.TUPLE, 1);
      case 6 -> close(Op.LIST, 1);
      case 7 -> close(Op.DICT, 1);
      case 8 -> close(Op.FROZENSET, 1);
      case 9 -> close(Op.APPENDS, 0);
      case 10 -> close(Op.SETITEMS, 0);
      case 11 -> close(Op.ADDITEMS, 0);
      case 12 -> close(Op.POP_MARK, 0);
      case 13 -> close(Op.OBJ, 1);
      case 14 -> {
        asm.raw("i" + pick(PickleTexts.MODULES) + "\n" + "x\n");
        depth++;
      }
      case 15 -> use(1, 0, Op.APPEND);
      case 16 -> use(2, 0, Op.SETITEM);
      case 17 -> use(1, 0, Op.BUILD);
      case 18 -> use(0, 1, Op.DUP);
      case 19 -> use(1, 0, Op.POP);
      case 20, 21 -> asm.op(Op.BINPUT, index);
      case 22 -> asm.op(Op.MEMOIZE);
      case 23 -> asm.raw("p" + index + "\n");
      case 24 -> asm.op(Op.LONG_BINPUT).little(random.nextInt(64), 4);
      case 25, 26 -> use(0, 1, Op.BINGET, index);
      case 27 -> asm.raw("g" + index + "\n");
      case 28 -> asm.op(Op.LONG_BINGET).little(index, 4);
      case 29 -> use(2, 1, Op.STACK_GLOBAL);
      case 30 -> {
        asm.stackGlobal(pick(PickleTexts.MODULES), pick(PickleTexts.NAMES));
        depth++;
      }
      case 31 -> {
        asm.op(Op.EMPTY_TUPLE);
        use(1, 1, random.nextBoolean() ? Op.REDUCE : Op.NEWOBJ);
      }
      case 32 -> {
        asm.op(Op.EMPTY_TUPLE, Op.EMPTY_DICT);
        use(1, 1, Op.NEWOBJ_EX);
      }
      default -> asm.op(Op.TUPLE1, Op.REDUCE);
    }
  }

  private void use(int taken, int given, int... ops) {
    depth = Math.max(0, depth - taken) + given;
    asm.op(ops);
  }

  private void close(int op, int given) {
    marks = Math.max(0, marks - 1);
    depth = Math.max(0, depth - 1) + given;
    asm.op(op);
  }

  private void anything() {
    switch (random.nextInt(12)) {
      case 0 -> asm.op(Op.BINPERSID);
      case 1 -> asm.raw("Pid\n");
      case 2 -> asm.op(Op.READONLY_BUFFER);
      case 3 -> asm.op(Op.NEXT_BUFFER);
      case 4 -> asm.op(Op.EXT1, random.nextInt(3));
      case 5 -> asm.op(Op.EXT4).little(random.nextInt(), 4);
      case 6 -> asm.op(Op.PROTO, random.nextInt(7));
      case 7 -> asm.framed(random.nextInt(12));
      case 8 -> asm.op(Op.LONG4).little(random.nextInt(5) - 1, 4).raw("abc");
      case 9 -> asm.op(Op.BINBYTES8).little(random.nextInt(4), 8).raw("xyz");
      case 10 -> asm.raw("p" + pick(PickleTexts.NUMBERS).replace('\u0663', 'z') + "\n");
      default -> asm.op(random.nextInt(256));
    }
  }
}
