package dev.bulwark.scan.pickle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.pickle.PickleEvent.Form;

/// The stack machine of pickle on symbols: one run over one program.
///
/// Follows `Modules/_pickle.c` of CPython 3.11 in what is accepted and what is an error, opcode by
/// opcode. One pass, constant work per opcode and per byte of text, nothing allocated for data that
/// is only data.
final class Machine {
  private static final int HIGHEST_PROTOCOL = 5;
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
  private final LiteralOps text;
  private final NameOps imports;
  private final Tuples tuples;
  private final Calls calls;
  private final Items items;
  private final Storages storages;
  private final Arrays arrays;
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
    Literals literals = new Literals(source.bytes(), tape.window());
    this.text = new LiteralOps(tape, stack, literals, recorder);
    this.imports = new NameOps(tape, stack, literals, names, recorder);
    this.tuples = new Tuples(space);
    Values values = new Values(tuples, literals, names);
    this.calls = new Calls(source, budget, literals, values, names, recorder, space);
    this.items = new Items(names, recorder, literals, tuples, space);
    this.storages = new Storages(values, literals, names, recorder);
    this.arrays = new Arrays(joblib, values, literals, calls);
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
        stack.require(1, at);
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
        stack.require(1, at);
        stack.push(items.share(stack.top()));
      }
      case Op.NONE -> stack.push(Word.of(Word.NONE, 0));
      case Op.NEWTRUE, Op.NEWFALSE -> stack.push(Word.of(Word.BOOL, at));
      case Op.BININT1 -> {
        tape.u1();
        text.push(Word.INT, at);
      }
      case Op.BININT2 -> {
        tape.u2();
        text.push(Word.INT, at);
      }
      case Op.BININT -> {
        tape.i4();
        text.push(Word.INT, at);
      }
      case Op.BINFLOAT -> {
        tape.i8();
        text.push(Word.FLOAT, at);
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
      case Op.EMPTY_LIST -> text.push(Word.LIST, at);
      case Op.EMPTY_DICT -> text.push(Word.DICT, at);
      case Op.EMPTY_SET -> text.push(Word.SET, at);
      case Op.SHORT_BINUNICODE -> text.unicode(tape.u1(), at);
      case Op.BINUNICODE -> text.unicode(tape.i4() & 0xffff_ffffL, at);
      case Op.BINUNICODE8 -> text.unicode(length(), at);
      case Op.SHORT_BINBYTES -> text.bytes(Word.BYTES, tape.u1(), at);
      case Op.BINBYTES -> text.bytes(Word.BYTES, tape.i4() & 0xffff_ffffL, at);
      case Op.BINBYTES8 -> text.bytes(Word.BYTES, length(), at);
      case Op.BYTEARRAY8 -> text.bytes(Word.BYTEARRAY, length(), at);
      case Op.SHORT_BINSTRING -> text.string(tape.u1(), at);
      case Op.BINSTRING -> text.string(tape.i4() & 0xffff_ffffL, at);
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
      case Op.GLOBAL -> imports.global(at);
      case Op.STACK_GLOBAL -> imports.stackGlobal(at);
      case Op.INST -> inst();
      case Op.OBJ -> obj();
      case Op.REDUCE -> {
        long arguments = stack.take(at);
        stack.push(calls.call(Form.REDUCE, stack.take(at), arguments, at));
      }
      case Op.NEWOBJ -> {
        long arguments = stack.take(at);
        stack.push(calls.call(Form.NEWOBJ, stack.take(at), arguments, at));
      }
      case Op.NEWOBJ_EX -> newObjEx();
      case Op.BUILD -> build();
      case Op.INT -> text.integer(at);
      case Op.LONG -> text.longInteger(at);
      case Op.FLOAT -> text.decimal(at);
      case Op.LONG1 -> text.counted(tape.u1(), at);
      case Op.LONG4 -> text.counted(tape.i4(), at);
      case Op.STRING -> text.quoted(at);
      case Op.UNICODE -> text.rawUnicode(at);
      case Op.GET -> get(index());
      case Op.PUT -> {
        tape.readLine();
        check(tape.lineLength() > 0, "a memo index");
        stack.require(1, at);
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
        highestProtocol = Math.max(highestProtocol, declared);
        imports.protocol(declared);
      }
      case Op.FRAME -> tape.frame(length());
      case Op.PERSID -> {
        text.persistentId(at);
        stack.push(storages.load(stack.pop(), at));
      }
      case Op.BINPERSID -> stack.push(storages.load(stack.take(at), at));
      case Op.EXT1 -> extension(tape.u1());
      case Op.EXT2 -> extension(tape.u2());
      case Op.EXT4 -> extension(tape.i4());
      case Op.NEXT_BUFFER -> {
        recorder.guess(at);
        recorder.once(9, new PickleEvent.OutOfBand(at));
        stack.push(Word.of(Word.UNKNOWN, 0));
      }
      case Op.READONLY_BUFFER -> readonlyBuffer();
      default ->
          throw new Broken(at, "expected an opcode, found byte 0x" + Integer.toHexString(op));
    }
  }

  // Operands

  private long length() {
    long length = tape.i8();
    check(length >= 0, "a length below 2^63");
    return length;
  }

  private long index() {
    tape.readLine();
    check(tape.lineLength() > 0, "a memo index");
    return PythonNumber.readIndex(tape.line(), tape.lineLength());
  }

  // Stack and memo

  private void check(boolean held, String expected) {
    Broken.unless(held, at, expected);
  }

  private int mark() {
    check(stack.hasMark(), "a mark below, found none");
    return stack.popMark();
  }

  private void pop() {
    if (stack.isMarkOnTop()) {
      stack.popMark();
    } else {
      stack.require(1, at);
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
    stack.require(1, at);
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
    stack.require(count, at);
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
    text.push(Word.LIST, at);
  }

  private void dict(int start) {
    check((stack.size() - start) % 2 == 0, "pairs for a dict, found an odd number of items");
    items.fill(Word.of(Word.DICT, at), stack.values(), start, stack.size(), at);
    arrays.noteDict(stack.values(), start, stack.size());
    stack.cutTo(start);
    text.push(Word.DICT, at);
  }

  private void frozenset(int start) {
    items.requireHashable(stack.values(), start, stack.size(), 1, at);
    items.weigh(Word.of(Word.FROZENSET, at), stack.values(), start, stack.size(), at);
    stack.cutTo(start);
    text.push(Word.FROZENSET, at);
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

  private void inst() {
    int start = mark();
    int id = imports.asciiName(at);
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
    long keywords = stack.take(at);
    long arguments = stack.take(at);
    long callee = stack.take(at);
    if (Word.kind(keywords) != Word.DICT) {
      check(Word.isForeign(keywords), "a dict of keywords, found " + Word.kindName(keywords));
      recorder.guess(at);
    }
    stack.push(calls.call(Form.NEWOBJ_EX, callee, arguments, at));
  }

  private void build() {
    check(stack.size() - 2 >= stack.fence(), "an object and its state");
    long state = stack.take(at);
    stack.require(1, at);
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
    stack.require(1, at);
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
}
