package dev.bulwark.scan.pickle;

/// The opcodes that make and fill tuples, lists, dicts and sets of what is on the stack.
///
/// Where a method takes a start, it is the position on the stack of the first item; `at` is the
/// opcode's offset. All of them throw {@link Broken} where CPython would stop with an error.
final class ContainerOps {
  private final Stack stack;
  private final Tuples tuples;
  private final Items items;
  private final Arrays arrays;
  private final LiteralOps values;

  ContainerOps(Stack stack, Tuples tuples, Items items, Arrays arrays, LiteralOps values) {
    this.stack = stack;
    this.tuples = tuples;
    this.items = items;
    this.arrays = arrays;
    this.values = values;
  }

  /// A tuple of the last `count` values.
  void tuple(int count, long at) {
    stack.require(count, at);
    tupleFrom(stack.size() - count, at);
  }

  void tupleFrom(int start, long at) {
    long tuple = tuples.add(stack.values(), start, stack.size());
    items.weigh(tuple, stack.values(), start, stack.size(), at);
    stack.cutTo(start);
    stack.push(tuple);
  }

  void list(int start, long at) {
    items.weigh(Word.of(Word.LIST, at), stack.values(), start, stack.size(), at);
    stack.cutTo(start);
    values.push(Word.LIST, at);
  }

  void dict(int start, long at) {
    Broken.unless(
        (stack.size() - start) % 2 == 0, at, "pairs for a dict, found an odd number of items");
    items.fill(Word.of(Word.DICT, at), stack.values(), start, stack.size(), at);
    arrays.noteDict(stack.values(), start, stack.size());
    stack.cutTo(start);
    values.push(Word.DICT, at);
  }

  void frozenset(int start, long at) {
    items.requireHashable(stack.values(), start, stack.size(), 1, at);
    items.weigh(Word.of(Word.FROZENSET, at), stack.values(), start, stack.size(), at);
    stack.cutTo(start);
    values.push(Word.FROZENSET, at);
  }

  void append(int start, boolean one, long at) {
    Broken.unless(start > stack.fence(), at, "something to append to");
    if (start < stack.size() || one) {
      items.append(stack.at(start - 1), stack.values(), start, stack.size(), at);
      stack.cutTo(start);
    }
  }

  void setItems(int start, long at) {
    Broken.unless(start > stack.fence(), at, "something to set items on");
    if (start == stack.size()) {
      return;
    }
    Broken.unless(
        (stack.size() - start) % 2 == 0, at, "pairs of a key and a value, found an odd number");
    items.setItems(stack.at(start - 1), stack.values(), start, stack.size(), at);
    arrays.noteDict(stack.values(), start, stack.size());
    stack.cutTo(start);
  }

  void addItems(int start, long at) {
    Broken.unless(start > stack.fence(), at, "something to add to");
    if (start < stack.size()) {
      items.add(stack.at(start - 1), stack.values(), start, stack.size(), at);
      stack.cutTo(start);
    }
  }
}
