package dev.bulwark.scan.pickle;

import java.util.Arrays;

/// The stack and, beside it, the stack of marks: a mark is a height below which nothing can be
/// taken until the mark is (CPython's "fence").
final class Stack {
  private static final int MOST = 1 << 23;

  private final Space space;
  private long[] values = new long[64];
  private int size;
  private int[] marks = new int[16];
  private int markCount;
  private int fence;

  Stack(Space space) {
    this.space = space;
  }

  int size() {
    return size;
  }

  int fence() {
    return fence;
  }

  /// The array beneath, for reading the items above a mark in place.
  long[] values() {
    return values;
  }

  void push(long word) {
    if (size == values.length) {
      space.take(size >= MOST ? Long.MAX_VALUE / 2 : size);
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = word;
  }

  /// That many values can be taken.
  ///
  /// @throws Broken when there are fewer above the last mark
  void require(int count, long at) {
    if (size - count < fence) {
      throw new Broken(
          at, "expected a value, found " + (markCount > 0 ? "a mark" : "an empty stack"));
    }
  }

  /// Takes a value.
  ///
  /// @throws Broken when there is none above the last mark
  long take(long at) {
    require(1, at);
    return values[--size];
  }

  long top() {
    return values[size - 1];
  }

  long at(int index) {
    return values[index];
  }

  void replaceTop(long word) {
    values[size - 1] = word;
  }

  long pop() {
    return values[--size];
  }

  void cutTo(int height) {
    size = height;
  }

  void mark() {
    if (markCount == marks.length) {
      space.take(markCount / 2 + 1);
      marks = Arrays.copyOf(marks, markCount * 2);
    }
    marks[markCount++] = size;
    fence = size;
  }

  boolean hasMark() {
    return markCount > 0;
  }

  /// The top of the stack is a mark, not a value.
  boolean isMarkOnTop() {
    return markCount > 0 && marks[markCount - 1] == size;
  }

  /// Takes the top mark.
  ///
  /// @return its height
  int popMark() {
    int height = marks[--markCount];
    fence = markCount > 0 ? marks[markCount - 1] : 0;
    return height;
  }
}
