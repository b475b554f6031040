package dev.bulwark.scan.pickle;

/// Something a pickle does to the world of its loader, noted when it is executed: what is popped
/// afterwards was done all the same.
///
/// Events that differ in nothing but their place are one event with a count.
public sealed interface PickleEvent {

  /// Where the opcode is, from the start of the source; of several, the first.
  long offset();

  /// How a call is made.
  enum Form {
    REDUCE,
    OBJ,
    INST,
    NEWOBJ,
    NEWOBJ_EX
  }

  /// How the arguments of a call compare with what the policy expects.
  enum Fit {
    /// The policy has no schema for this name.
    FREE,
    FITS,
    MISFIT
  }

  /// What something is done to.
  sealed interface Target {
    /// The class, function or module itself.
    record OfName(PickleName name) implements Target {}

    /// What calling this gave.
    record ResultOf(PickleName callee) implements Target {}

    /// A value of one of Python's own types, told as "a list".
    record Plain(String kind) implements Target {}

    /// Something only the loader knows.
    record Foreign(String what) implements Target {}
  }

  /// A name is imported.
  record Import(long offset, PickleName name, long count) implements PickleEvent {}

  /// A name is imported that is computed while loading.
  record ComputedName(long offset, String what) implements PickleEvent {}

  /// A name is called.
  ///
  /// @param arguments a short printable summary of the first such call's arguments
  record Call(long offset, Form form, PickleName callee, Fit fit, String arguments, long count)
      implements PickleEvent {}

  /// Something is called that is no name: a call's result, an object the loader made.
  record ComputedCall(long offset, Form form, String callee) implements PickleEvent {}

  /// A state is given to something: `__setstate__` is called or attributes are set.
  record Build(long offset, Target target, long count) implements PickleEvent {}

  /// Items are put into something that is not a fresh container of Python's own.
  ///
  /// @param how the opcode: SETITEMS, APPENDS, ADDITEMS
  record Change(long offset, String how, Target target, long count) implements PickleEvent {}

  /// Something that is not plain data is put under a name Python itself calls, or text under a name
  /// that a library runs.
  record Planted(long offset, String key) implements PickleEvent {}

  /// An object the loader must supply.
  ///
  /// @param storage it is asked for as PyTorch asks for a tensor's storage
  record Persistent(long offset, boolean storage, String what, long count) implements PickleEvent {}

  /// An entry of the extension registry, which is the loader's.
  record Extension(long offset, long code) implements PickleEvent {}

  /// A buffer outside of the pickle.
  record OutOfBand(long offset) implements PickleEvent {}

  /// Frames and opcodes disagree: the pickle means something else to a loader that reads frame by
  /// frame.
  record Disagreement(long offset) implements PickleEvent {}

  /// Small data that becomes huge.
  record Bomb(long offset, String what) implements PickleEvent {}

  /// Bytes of the pickle are handed to something that loads or decodes them.
  ///
  /// @param model whether they begin like a pickle of protocol 2 or later, or a zip, as what
  ///   libraries store does
  record Nested(long offset, PickleName loader, boolean model) implements PickleEvent {}

  /// Bytes that no program, array or storage accounts for.
  record Unexplained(long offset, long size) implements PickleEvent {}

  /// A further program behind the first, outside of a layout that has several.
  record Another(long offset) implements PickleEvent {}

  /// What a loader's answer depends on.
  enum Dependence {
    ENCODING("byte strings of Python 2 that are not ASCII, which load only with a named encoding"),
    DIGITS("integers of more than 4,300 digits, which new versions of Python refuse");

    private final String what;

    Dependence(String what) {
      this.what = what;
    }
  }

  /// Whether this loads depends on the loader's settings or version.
  record Depends(long offset, Dependence kind) implements PickleEvent {
    public String what() {
      return kind.what;
    }
  }
}
