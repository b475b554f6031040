package dev.bulwark.scan.pickle;

import dev.bulwark.scan.pickle.PickleEvent.Form;

/// The opcodes that call something on the stack; `at` is the opcode's offset. All of them throw
/// {@link Broken} where CPython would stop with an error.
final class CallOps {
  private final Stack stack;
  private final Tuples tuples;
  private final Calls calls;
  private final Recorder recorder;

  CallOps(Stack stack, Tuples tuples, Calls calls, Recorder recorder) {
    this.stack = stack;
    this.tuples = tuples;
    this.calls = calls;
    this.recorder = recorder;
  }

  /// Calls what lies below its arguments.
  void two(Form form, long at) {
    long arguments = stack.take(at);
    stack.push(calls.call(form, stack.take(at), arguments, at));
  }

  /// @param id of the name that is called
  void inst(int start, int id, long at) {
    long arguments = tuples.add(stack.values(), start, stack.size());
    stack.cutTo(start);
    stack.push(calls.call(Form.INST, Word.of(Word.GLOBAL, id), arguments, at));
  }

  void obj(int start, long at) {
    Broken.unless(stack.size() > start, at, "a class to call, found nothing above the mark");
    long arguments = tuples.add(stack.values(), start + 1, stack.size());
    long callee = stack.at(start);
    stack.cutTo(start);
    stack.push(calls.call(Form.OBJ, callee, arguments, at));
  }

  void newObjEx(long at) {
    long keywords = stack.take(at);
    long arguments = stack.take(at);
    long callee = stack.take(at);
    if (Word.kind(keywords) != Word.DICT) {
      Broken.unless(
          Word.isForeign(keywords), at, "a dict of keywords, found " + Word.kindName(keywords));
      recorder.guess(at);
    }
    stack.push(calls.call(Form.NEWOBJ_EX, callee, arguments, at));
  }
}
