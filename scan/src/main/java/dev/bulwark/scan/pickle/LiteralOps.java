package dev.bulwark.scan.pickle;

import java.nio.charset.StandardCharsets;

/// The opcodes that push a number or a string: their operands are read, and refused, as CPython
/// does.
final class LiteralOps {
  private final Tape tape;
  private final Stack stack;
  private final Literals literals;
  private final Recorder recorder;

  LiteralOps(Tape tape, Stack stack, Literals literals, Recorder recorder) {
    this.tape = tape;
    this.stack = stack;
    this.literals = literals;
    this.recorder = recorder;
  }

  void push(int kind, long at) {
    stack.push(Word.of(kind, at));
  }

  void decimal(long at) {
    tape.readLine();
    Broken.unless(
        tape.lineLength() > 0 && PythonNumber.isFloat(tape.line(), tape.lineLength()),
        at,
        "a decimal number");
    push(Word.FLOAT, at);
  }

  void persistentId(long at) {
    tape.readLine();
    Broken.unless(PythonText.isAscii(tape.line(), tape.lineLength()), at, "an ASCII persistent id");
    pushLine(lineText(), at);
  }

  void counted(int size, long at) {
    Broken.unless(size >= 0, at, "a length that is not negative");
    tape.piece(size);
    push(Word.INT, at);
  }

  void integer(long at) {
    tape.readLine();
    Broken.unless(tape.lineLength() > 0, at, "an integer");
    switch (PythonNumber.readInt(tape.line(), tape.lineLength())) {
      case NUMBER -> push(Word.INT, at);
      case BOOL -> push(Word.BOOL, at);
      case TOO_LONG -> tooLong(at);
      case NOT_A_NUMBER -> throw new Broken(at, "expected an integer, found other text");
    }
  }

  void longInteger(long at) {
    tape.readLine();
    Broken.unless(tape.lineLength() > 0, at, "an integer");
    switch (PythonNumber.readLong(tape.line(), tape.lineLength())) {
      case NUMBER, BOOL -> push(Word.INT, at);
      case TOO_LONG -> tooLong(at);
      case NOT_A_NUMBER -> throw new Broken(at, "expected an integer, found other text");
    }
  }

  private void tooLong(long at) {
    recorder.guess(at);
    recorder.once(10, new PickleEvent.Depends(at, PickleEvent.Dependence.DIGITS));
    push(Word.INT, at);
  }

  void unicode(long length, long at) {
    Broken.unless(tape.utf8(length), at, "UTF-8");
    pushText(length, false, at);
  }

  void string(long length, long at) {
    boolean ascii = tape.ascii(length);
    if (!ascii) {
      encodingMatters(at);
    }
    pushText(length, true, at);
  }

  private void pushText(long length, boolean latin1, long at) {
    if (tape.jumpedSince(at)) {
      stack.push(literals.keep(literals.decoded(tape.offset() - length, length, latin1)));
    } else {
      push(Word.STR, at);
    }
  }

  void bytes(int kind, long length, long at) {
    tape.joined(length);
    stack.push(Word.of(kind, tape.jumpedSince(at) ? 0 : at));
  }

  private void encodingMatters(long at) {
    recorder.guess(at);
    recorder.once(11, new PickleEvent.Depends(at, PickleEvent.Dependence.ENCODING));
  }

  void quoted(long at) {
    tape.readLine();
    byte[] text = PythonText.quotedBytes(tape.line(), tape.lineLength());
    if (text == null) {
      throw new Broken(at, "expected a quoted string with whole escapes, found other text");
    }
    if (!PythonText.isAscii(text, text.length)) {
      encodingMatters(at);
    }
    pushLine(new String(text, StandardCharsets.ISO_8859_1), at);
  }

  void rawUnicode(long at) {
    tape.readLine();
    String text = PythonText.rawUnicodeEscape(tape.line(), tape.lineLength());
    if (text == null) {
      throw new Broken(at, "expected whole Unicode escapes, found a broken one");
    }
    pushLine(text, at);
  }

  private void pushLine(String text, long at) {
    stack.push(tape.jumpedSince(at) ? literals.keep(text) : Word.of(Word.STR, at));
  }

  private String lineText() {
    return new String(tape.line(), 0, tape.lineLength(), StandardCharsets.UTF_8);
  }
}
