package dev.bulwark.scan.pickle;

import java.nio.charset.StandardCharsets;

/// The opcodes that import a name: GLOBAL, STACK_GLOBAL, and the first half of INST.
final class NameOps {
  private static final int FIRST_PROTOCOL_WITHOUT_MAPPING = 3;

  private final Tape tape;
  private final Stack stack;
  private final Literals literals;
  private final Names names;
  private final Recorder recorder;
  private int protocol;

  NameOps(Tape tape, Stack stack, Literals literals, Names names, Recorder recorder) {
    this.tape = tape;
    this.stack = stack;
    this.literals = literals;
    this.names = names;
    this.recorder = recorder;
    names.forget();
  }

  /// From here on names are those of this protocol.
  void protocol(int declared) {
    protocol = declared;
    names.forget();
  }

  /// The name on the next two lines, in ASCII.
  ///
  /// @return its id
  int asciiName(long at) {
    String module = nameLine(false, at);
    return imported(intern(module, nameLine(false, at)), at);
  }

  void global(long at) {
    String module = nameLine(true, at);
    int id = intern(module, nameLine(true, at));
    stack.push(Word.of(Word.GLOBAL, imported(id, at)));
  }

  private String nameLine(boolean utf8, long at) {
    tape.readLine();
    Broken.unless(tape.lineLength() > 0, at, "a name, found an empty line");
    boolean good =
        utf8
            ? new Utf8Scan(false).scan(tape.line(), tape.lineLength())
            : PythonText.isAscii(tape.line(), tape.lineLength());
    Broken.unless(good, at, "a name in " + (utf8 ? "UTF-8" : "ASCII"));
    return new String(tape.line(), 0, tape.lineLength(), StandardCharsets.UTF_8);
  }

  private int intern(String module, String qualified) {
    return names.intern(cut(module), cut(qualified), protocol < FIRST_PROTOCOL_WITHOUT_MAPPING);
  }

  private static String cut(String name) {
    return name.length() <= Literals.LONGEST_TEXT
        ? name
        : name.substring(0, Literals.LONGEST_TEXT) + "…";
  }

  private int imported(int id, long at) {
    recorder.imported(id, names.name(id), at);
    if (!recorder.isTelling()
        && names.standing(id) instanceof Standing.Denied
        && names.isPlausible(id)) {
      recorder.telling();
    }
    return id;
  }

  void stackGlobal(long at) {
    long qualified = stack.take(at);
    long module = stack.take(at);
    if (!Word.isString(Word.kind(qualified)) || !Word.isString(Word.kind(module))) {
      if (!Word.isForeign(qualified) && !Word.isForeign(module)) {
        throw new Broken(
            at,
            "expected two strings, found "
                + Word.kindName(module)
                + " and "
                + Word.kindName(qualified));
      }
      recorder.guess(at);
      recorder.detailed(
          Recorder.key(14, 0, 0, 0),
          new PickleEvent.ComputedName(at, told(module) + " . " + told(qualified)));
      stack.push(Word.of(Word.UNKNOWN, 0));
      return;
    }
    int id = names.recent(module, qualified);
    if (id < 0) {
      id = intern(literals.text(module), literals.text(qualified));
      names.remember(module, qualified, id);
    }
    stack.push(Word.of(Word.GLOBAL, imported(id, at)));
  }

  private String told(long word) {
    return Word.isString(Word.kind(word))
        ? "'" + Printable.of(literals.text(word), 40) + "'"
        : Word.kindName(word);
  }
}
