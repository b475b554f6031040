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
  private final Calls calls;
  private final Items items;
  private final Storages storages;
  private final Arrays arrays;
  private final ContainerOps containers;
  private final CallOps objects;
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
    Tuples tuples = new Tuples(space);
    Values values = new Values(tuples, literals, names);
    this.calls = new Calls(source, budget, literals, values, names, recorder, space);
    this.items = new Items(names, recorder, literals, tuples, space);
    this.storages = new Storages(values, literals, names, recorder);
    this.arrays = new Arrays(joblib, values, literals, calls);
    this.containers = new ContainerOps(stack, tuples, items, arrays, text);
    this.objects = new CallOps(stack, tuples, calls, recorder);
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
      case Op.EMPTY_TUPLE -> containers.tuple(0, at);
      case Op.TUPLE1 -> containers.tuple(1, at);
      case Op.TUPLE2 -> containers.tuple(2, at);
      case Op.TUPLE3 -> containers.tuple(3, at);
      case Op.TUPLE -> containers.tupleFrom(mark(), at);
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
      case Op.APPEND -> containers.append(stack.size() - 1, true, at);
      case Op.APPENDS -> containers.append(mark(), false, at);
      case Op.SETITEM -> containers.setItems(stack.size() - 2, at);
      case Op.SETITEMS -> containers.setItems(mark(), at);
      case Op.ADDITEMS -> containers.addItems(mark(), at);
      case Op.LIST -> containers.list(mark(), at);
      case Op.DICT -> containers.dict(mark(), at);
      case Op.FROZENSET -> containers.frozenset(mark(), at);
      case Op.GLOBAL -> imports.global(at);
      case Op.STACK_GLOBAL -> imports.stackGlobal(at);
      case Op.INST -> {
        int start = mark();
        objects.inst(start, imports.asciiName(at), at);
      }
      case Op.OBJ -> objects.obj(mark(), at);
      case Op.REDUCE -> objects.two(Form.REDUCE, at);
      case Op.NEWOBJ -> objects.two(Form.NEWOBJ, at);
      case Op.NEWOBJ_EX -> objects.newObjEx(at);
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

  // Objects

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
