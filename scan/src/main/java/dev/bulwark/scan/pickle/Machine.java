package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PickleEvent.Form;
import java.nio.charset.StandardCharsets;

/// The stack machine of pickle on symbols: one run over one program.
///
/// Follows `Modules/_pickle.c` of CPython 3.11 in what is accepted and what is an error, opcode by
/// opcode. One pass, constant work per opcode and per byte of text, nothing allocated for data that
/// is only data.
final class Machine {
  private static final int HIGHEST_PROTOCOL = 5;
  private static final int FIRST_PROTOCOL_WITHOUT_MAPPING = 3;
  private static final long TICK_MASK = (1 << 12) - 1;

  private final Source source;
  private final Tape tape;
  private final boolean joblib;
  private final Names names;
  private final Recorder recorder;
  private final Budget budget;
  private final Space space;
  private final Stack stack;
  private final Memo memo;
  private final Literals literals;
  private final Tuples tuples;
  private final Calls calls;
  private final Items items;
  private final Storages storages;
  private final Arrays arrays;
  private int protocol;
  private int highestProtocol;
  private long at;
  private long steps;
  private boolean memoBomb;

  /// @param joblib whether the loader is joblib, which reads raw arrays between opcodes
  Machine(Source source, Tape tape, boolean joblib, Names names, Budget budget, Space space) {
    this(source, tape, joblib, names, new Recorder(space), budget, space);
  }

  private Machine(
      Source source,
      Tape tape,
      boolean joblib,
      Names names,
      Recorder recorder,
      Budget budget,
      Space space) {
    this.source = source;
    this.tape = tape;
    this.joblib = joblib;
    this.names = names;
    this.budget = budget;
    this.space = space;
    this.recorder = recorder;
    this.stack = new Stack(space);
    this.memo = new Memo(space);
    this.literals = new Literals(source.bytes());
    this.tuples = new Tuples(space);
    Values values = new Values(tuples, literals, names);
    this.calls = new Calls(source, budget, literals, values, names, recorder, space);
    this.items = new Items(names, recorder, literals, tuples, space);
    this.storages = new Storages(values, literals, names, recorder);
    this.arrays = new Arrays(joblib, values, literals, calls);
    names.forget();
  }

  Recorder recorder() {
    return recorder;
  }

  Calls calls() {
    return calls;
  }

  Storages storages() {
    return storages;
  }

  Arrays arrays() {
    return arrays;
  }

  /// The highest protocol declared, 0 when none was.
  int protocol() {
    return highestProtocol;
  }

  /// Runs to STOP.
  ///
  /// @throws Broken where CPython would stop with an error
  /// @throws Budget.OverLimit when a bound is hit
  void run() {
    while (true) {
      at = tape.offset();
      if ((++steps & TICK_MASK) == 0) {
        budget.tick();
      }
      int op = tape.u1();
      if (op == Op.STOP) {
        require(1);
        return;
      }
      execute(op);
    }
  }

  private void execute(int op) {
    switch (op) {
      case Op.MARK -> stack.mark();
      case Op.POP -> pop();
      case Op.POP_MARK -> stack.cutTo(mark());
      case Op.DUP -> {
        require(1);
        stack.push(items.share(stack.top()));
      }
      case Op.NONE -> stack.push(Word.of(Word.NONE, 0));
      case Op.NEWTRUE, Op.NEWFALSE -> stack.push(Word.of(Word.BOOL, at));
      case Op.BININT1 -> {
        tape.u1();
        push(Word.INT);
      }
      case Op.BININT2 -> {
        tape.u2();
        push(Word.INT);
      }
      case Op.BININT -> {
        tape.i4();
        push(Word.INT);
      }
      case Op.BINFLOAT -> {
        tape.i8();
        push(Word.FLOAT);
      }
      case Op.BINGET -> get(tape.u1());
      case Op.LONG_BINGET -> get(tape.i4() & 0xffff_ffffL);
      case Op.BINPUT -> {
        int index = tape.u1();
        put(index);
      }
      case Op.LONG_BINPUT -> {
        long index = tape.i4() & 0xffff_ffffL;
        put(index);
      }
      case Op.MEMOIZE -> put(memo.size());
      case Op.EMPTY_TUPLE -> tuple(0);
      case Op.TUPLE1 -> tuple(1);
      case Op.TUPLE2 -> tuple(2);
      case Op.TUPLE3 -> tuple(3);
      case Op.TUPLE -> tuple(stack, mark());
      case Op.EMPTY_LIST -> push(Word.LIST);
      case Op.EMPTY_DICT -> push(Word.DICT);
      case Op.EMPTY_SET -> push(Word.SET);
      case Op.SHORT_BINUNICODE -> unicode(tape.u1());
      case Op.BINUNICODE -> unicode(tape.i4() & 0xffff_ffffL);
      case Op.BINUNICODE8 -> unicode(length());
      case Op.SHORT_BINBYTES -> bytes(Word.BYTES, tape.u1());
      case Op.BINBYTES -> bytes(Word.BYTES, tape.i4() & 0xffff_ffffL);
      case Op.BINBYTES8 -> bytes(Word.BYTES, length());
      case Op.BYTEARRAY8 -> bytes(Word.BYTEARRAY, length());
      case Op.SHORT_BINSTRING -> string(tape.u1());
      case Op.BINSTRING -> string(tape.i4() & 0xffff_ffffL);
      default -> executeRare(op);
    }
  }

  private void executeRare(int op) {
    switch (op) {
      case Op.APPEND -> append(stack.size() - 1, true);
      case Op.APPENDS -> append(mark(), false);
      case Op.SETITEM -> setItems(stack.size() - 2);
      case Op.SETITEMS -> setItems(mark());
      case Op.ADDITEMS -> addItems(mark());
      case Op.LIST -> list(mark());
      case Op.DICT -> dict(mark());
      case Op.FROZENSET -> frozenset(mark());
      case Op.GLOBAL -> global();
      case Op.STACK_GLOBAL -> stackGlobal();
      case Op.INST -> inst();
      case Op.OBJ -> obj();
      case Op.REDUCE -> {
        long arguments = popValue();
        stack.push(calls.call(Form.REDUCE, popValue(), arguments, at));
      }
      case Op.NEWOBJ -> {
        long arguments = popValue();
        stack.push(calls.call(Form.NEWOBJ, popValue(), arguments, at));
      }
      case Op.NEWOBJ_EX -> newObjEx();
      case Op.BUILD -> build();
      case Op.INT -> integer();
      case Op.LONG -> longInteger();
      case Op.FLOAT -> {
        tape.readLine();
        check(
            tape.lineLength() > 0 && PythonNumber.isFloat(tape.line(), tape.lineLength()),
            "a decimal number");
        push(Word.FLOAT);
      }
      case Op.LONG1 -> counted(tape.u1());
      case Op.LONG4 -> counted(tape.i4());
      case Op.STRING -> quoted();
      case Op.UNICODE -> rawUnicode();
      case Op.GET -> get(index());
      case Op.PUT -> {
        tape.readLine();
        check(tape.lineLength() > 0, "a memo index");
        require(1);
        put(PythonNumber.readIndex(tape.line(), tape.lineLength()));
      }
      default -> executeOdd(op);
    }
  }

  private void executeOdd(int op) {
    switch (op) {
      case Op.PROTO -> {
        int declared = tape.u1();
        check(declared <= HIGHEST_PROTOCOL, "a protocol up to 5, found " + declared);
        protocol = declared;
        highestProtocol = Math.max(highestProtocol, declared);
        names.forget();
      }
      case Op.FRAME -> tape.frame(length());
      case Op.PERSID -> {
        tape.readLine();
        check(PythonText.isAscii(tape.line(), tape.lineLength()), "an ASCII persistent id");
        pushLine(lineText());
        stack.push(storages.load(stack.pop(), at));
      }
      case Op.BINPERSID -> stack.push(storages.load(popValue(), at));
      case Op.EXT1 -> extension(tape.u1());
      case Op.EXT2 -> extension(tape.u2());
      case Op.EXT4 -> extension(tape.i4());
      case Op.NEXT_BUFFER -> {
        recorder.guess(at);
        once(9, new PickleEvent.OutOfBand(at));
        stack.push(Word.of(Word.UNKNOWN, 0));
      }
      case Op.READONLY_BUFFER -> readonlyBuffer();
      default ->
          throw new Broken(at, "expected an opcode, found byte 0x" + Integer.toHexString(op));
    }
  }

  // Numbers and text

  private void push(int kind) {
    stack.push(Word.of(kind, at));
  }

  private long length() {
    long length = tape.i8();
    check(length >= 0, "a length below 2^63");
    return length;
  }

  private void counted(int size) {
    check(size >= 0, "a length that is not negative");
    tape.piece(size);
    push(Word.INT);
  }

  private void integer() {
    tape.readLine();
    check(tape.lineLength() > 0, "an integer");
    switch (PythonNumber.readInt(tape.line(), tape.lineLength())) {
      case NUMBER -> push(Word.INT);
      case BOOL -> push(Word.BOOL);
      case TOO_LONG -> tooLong();
      case NOT_A_NUMBER -> throw new Broken(at, "expected an integer, found other text");
    }
  }

  private void longInteger() {
    tape.readLine();
    check(tape.lineLength() > 0, "an integer");
    switch (PythonNumber.readLong(tape.line(), tape.lineLength())) {
      case NUMBER, BOOL -> push(Word.INT);
      case TOO_LONG -> tooLong();
      case NOT_A_NUMBER -> throw new Broken(at, "expected an integer, found other text");
    }
  }

  private void tooLong() {
    recorder.guess(at);
    once(10, new PickleEvent.Depends(at, PickleEvent.Dependence.DIGITS));
    push(Word.INT);
  }

  private void unicode(long length) {
    check(tape.utf8(length), "UTF-8");
    pushText(length, false);
  }

  private void string(long length) {
    boolean ascii = tape.ascii(length);
    if (!ascii) {
      encodingMatters();
    }
    pushText(length, true);
  }

  private void pushText(long length, boolean latin1) {
    if (tape.takeJumped()) {
      stack.push(literals.keep(literals.decoded(tape.offset() - length, length, latin1)));
    } else {
      push(Word.STR);
    }
  }

  private void bytes(int kind, long length) {
    tape.joined(length);
    stack.push(tape.takeJumped() ? Word.of(Word.UNKNOWN, 0) : Word.of(kind, at));
  }

  private void encodingMatters() {
    recorder.guess(at);
    once(11, new PickleEvent.Depends(at, PickleEvent.Dependence.ENCODING));
  }

  private void quoted() {
    tape.readLine();
    byte[] text = PythonText.quotedBytes(tape.line(), tape.lineLength());
    if (text == null) {
      throw new Broken(at, "expected a quoted string with whole escapes, found other text");
    }
    if (!PythonText.isAscii(text, text.length)) {
      encodingMatters();
    }
    pushLine(new String(text, StandardCharsets.ISO_8859_1));
  }

  private void rawUnicode() {
    tape.readLine();
    String text = PythonText.rawUnicodeEscape(tape.line(), tape.lineLength());
    if (text == null) {
      throw new Broken(at, "expected whole Unicode escapes, found a broken one");
    }
    pushLine(text);
  }

  private void pushLine(String text) {
    stack.push(tape.takeJumped() ? literals.keep(text) : Word.of(Word.STR, at));
  }

  private String lineText() {
    return new String(tape.line(), 0, tape.lineLength(), StandardCharsets.UTF_8);
  }

  private long index() {
    tape.readLine();
    check(tape.lineLength() > 0, "a memo index");
    return PythonNumber.readIndex(tape.line(), tape.lineLength());
  }

  // Stack and memo

  private void require(int count) {
    if (stack.size() - count < stack.fence()) {
      throw new Broken(
          at, "expected a value, found " + (stack.hasMark() ? "a mark" : "an empty stack"));
    }
  }

  private void check(boolean held, String expected) {
    if (!held) {
      throw new Broken(at, "expected " + expected);
    }
  }

  private long popValue() {
    require(1);
    return stack.pop();
  }

  private int mark() {
    check(stack.hasMark(), "a mark below, found none");
    return stack.popMark();
  }

  private void pop() {
    if (stack.isMarkOnTop()) {
      stack.popMark();
    } else {
      require(1);
      stack.pop();
    }
  }

  private void get(long index) {
    long word = memo.find(index);
    if (word == Word.ABSENT) {
      throw new Broken(at, "expected a memo entry at index " + index + ", found none");
    }
    stack.push(items.share(word));
  }

  private void put(long index) {
    require(1);
    check(index >= 0, "a memo index that is not negative");
    memo.put(index, stack.top());
    if (!memoBomb && index > 1 << 20 && index / 4 > tape.size()) {
      memoBomb = true;
      recorder.detailed(
          Recorder.key(12, 0, 0, 0),
          new PickleEvent.Bomb(
              at, "a memo index of " + index + ", for which CPython reserves memory"));
    }
  }

  // Containers

  private void tuple(int count) {
    require(count);
    tuple(stack, stack.size() - count);
  }

  private void tuple(Stack from, int start) {
    long tuple = tuples.add(from.values(), start, from.size());
    items.weigh(tuple, from.values(), start, from.size(), at);
    from.cutTo(start);
    from.push(tuple);
  }

  private void list(int start) {
    items.weigh(Word.of(Word.LIST, at), stack.values(), start, stack.size(), at);
    stack.cutTo(start);
    push(Word.LIST);
  }

  private void dict(int start) {
    check((stack.size() - start) % 2 == 0, "pairs for a dict, found an odd number of items");
    items.fill(Word.of(Word.DICT, at), stack.values(), start, stack.size(), at);
    arrays.noteDict(stack.values(), start, stack.size());
    stack.cutTo(start);
    push(Word.DICT);
  }

  private void frozenset(int start) {
    items.requireHashable(stack.values(), start, stack.size(), 1, at);
    items.weigh(Word.of(Word.FROZENSET, at), stack.values(), start, stack.size(), at);
    stack.cutTo(start);
    push(Word.FROZENSET);
  }

  private void append(int start, boolean one) {
    check(start > stack.fence(), "something to append to");
    if (start < stack.size() || one) {
      items.append(stack.at(start - 1), stack.values(), start, stack.size(), at);
      stack.cutTo(start);
    }
  }

  private void setItems(int start) {
    check(start > stack.fence(), "something to set items on");
    if (start == stack.size()) {
      return;
    }
    check((stack.size() - start) % 2 == 0, "pairs of a key and a value, found an odd number");
    items.setItems(stack.at(start - 1), stack.values(), start, stack.size(), at);
    arrays.noteDict(stack.values(), start, stack.size());
    stack.cutTo(start);
  }

  private void addItems(int start) {
    check(start > stack.fence(), "something to add to");
    if (start < stack.size()) {
      items.add(stack.at(start - 1), stack.values(), start, stack.size(), at);
      stack.cutTo(start);
    }
  }

  // Names and calls

  private void global() {
    String module = nameLine(true);
    pushName(module, nameLine(true));
  }

  private String nameLine(boolean utf8) {
    tape.readLine();
    check(tape.lineLength() > 0, "a name, found an empty line");
    boolean good =
        utf8
            ? new Utf8Scan(false).scan(tape.line(), tape.lineLength())
            : PythonText.isAscii(tape.line(), tape.lineLength());
    check(good, "a name in " + (utf8 ? "UTF-8" : "ASCII"));
    tape.takeJumped();
    return lineText();
  }

  private void pushName(String module, String qualified) {
    stack.push(Word.of(Word.GLOBAL, imported(intern(module, qualified))));
  }

  private int intern(String module, String qualified) {
    return names.intern(cut(module), cut(qualified), protocol < FIRST_PROTOCOL_WITHOUT_MAPPING);
  }

  private static String cut(String name) {
    return name.length() <= Literals.LONGEST_TEXT
        ? name
        : name.substring(0, Literals.LONGEST_TEXT) + "…";
  }

  private int imported(int id) {
    recorder.imported(id, names.name(id), at);
    return id;
  }

  private void stackGlobal() {
    long qualified = popValue();
    long module = popValue();
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
    stack.push(Word.of(Word.GLOBAL, imported(id)));
  }

  private String told(long word) {
    return Word.isString(Word.kind(word))
        ? "'" + Printable.of(literals.text(word), 40) + "'"
        : Word.kindName(word);
  }

  private void inst() {
    int start = mark();
    String module = nameLine(false);
    int id = imported(intern(module, nameLine(false)));
    long arguments = tuples.add(stack.values(), start, stack.size());
    stack.cutTo(start);
    stack.push(calls.call(Form.INST, Word.of(Word.GLOBAL, id), arguments, at));
  }

  private void obj() {
    int start = mark();
    check(stack.size() > start, "a class to call, found nothing above the mark");
    long arguments = tuples.add(stack.values(), start + 1, stack.size());
    long callee = stack.at(start);
    stack.cutTo(start);
    stack.push(calls.call(Form.OBJ, callee, arguments, at));
  }

  private void newObjEx() {
    long keywords = popValue();
    long arguments = popValue();
    long callee = popValue();
    if (Word.kind(keywords) != Word.DICT) {
      check(Word.isForeign(keywords), "a dict of keywords, found " + Word.kindName(keywords));
      recorder.guess(at);
    }
    stack.push(calls.call(Form.NEWOBJ_EX, callee, arguments, at));
  }

  private void build() {
    check(stack.size() - 2 >= stack.fence(), "an object and its state");
    long state = popValue();
    check(!stack.isEmpty(), "an object to build");
    long target = stack.top();
    items.build(target, state, at);
    if (calls.trait(target) == Trait.ARRAY_WRAPPER && arrays.skip(tape) == Arrays.Follows.PROGRAM) {
      nested();
    }
  }

  /// An array of objects is a pickle of its own within the stream, up to its STOP.
  private void nested() {
    budget.enter();
    try {
      Machine inner = new Machine(source, tape, joblib, names, recorder, budget, space);
      inner.run();
      calls.inside().addAll(inner.calls.inside());
      highestProtocol = Math.max(highestProtocol, inner.highestProtocol);
      names.forget();
    } finally {
      budget.leave();
    }
  }

  private void extension(int code) {
    check(code > 0, "an extension code above 0");
    recorder.guess(at);
    recorder.detailed(Recorder.key(15, 0, 0, 0), new PickleEvent.Extension(at, code));
    stack.push(Word.of(Word.UNKNOWN, 0));
  }

  private void readonlyBuffer() {
    require(1);
    long word = stack.top();
    switch (Word.kind(word)) {
      case Word.BYTES, Word.MEMORYVIEW -> {}
      case Word.BYTEARRAY -> stack.replaceTop(Word.of(Word.MEMORYVIEW, at));
      default -> {
        check(Word.isForeign(word), "a buffer, found " + Word.kindName(word));
        recorder.guess(at);
      }
    }
  }

  private void once(int key, PickleEvent event) {
    if (!recorder.again(Recorder.key(key, 0, 0, 0))) {
      recorder.first(Recorder.key(key, 0, 0, 0), event);
    }
  }
}
