package dev.bulwark.scan.tflite;

import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.flatbuffer.Flatbuffer;
import dev.bulwark.scan.flatbuffer.Table;
import dev.bulwark.scan.graph.Oddity;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.Uses;
import java.util.ArrayList;
import java.util.List;

/// One walk through one model; fields are numbered as in `schema.fbs`, version 3c.
final class TfliteParse {
  private static final int CUSTOM = 32;
  private static final int DELEGATE = 51;
  private static final int RESHAPE = 17;
  private static final int SQUEEZE = 30;
  private static final String FLEX = "Flex";
  private static final int MAX_TOLD = 100;

  /// Options of some operators hold lists that are not read; they are shorter than this.
  private static final int LONGEST_OPTIONS = 4096;

  /// What an operator code of the model stands for.
  ///
  /// @param custom its name; empty when it is built in
  private record Code(int builtin, String custom, long offset) {}

  private final Source source;
  private final Flatbuffer buffer;
  private final Uses custom = new Uses();
  private final Uses flex = new Uses();
  private final List<Code> codes = new ArrayList<>();
  private final List<Oddity> outside = new ArrayList<>();
  private final List<Oddity> oddities = new ArrayList<>();
  private long buffers;

  TfliteParse(Source source, Budget budget) {
    this.source = source;
    this.buffer = new Flatbuffer(source.bytes(), budget);
  }

  TfliteView view() {
    return new TfliteView(
        source.place(),
        custom.list(),
        flex.list(),
        outside,
        oddities,
        buffer.unexplained(buffer.size()));
  }

  void model() {
    Table model = buffer.root();
    model.tables(1, this::code);
    model.tables(4, this::data);
    model.text(3);
    model.vector(5, 4);
    model.tables(2, this::subgraph);
    model.tables(6, this::metadata);
    model.tables(7, TfliteParse::signature);
    Flatbuffer.Stretch gap = buffer.longestUnexplained(buffer.end());
    if (gap.size() > LONGEST_OPTIONS) {
      odd(gap.offset(), "%d bytes inside the model belong to nothing".formatted(gap.size()));
    }
  }

  /// Where the model's own parts end.
  long end() {
    return buffer.end();
  }

  private void code(Table code) {
    int builtin = Math.max(code.ubyte(0), code.sint(3));
    String name = code.text(1);
    codes.add(new Code(builtin, builtin == CUSTOM ? name : "", code.offset()));
    if (builtin == DELEGATE) {
      odd(code.offset(), "the model claims an operator that only a running delegate has");
    }
    if (builtin == CUSTOM && name.isEmpty()) {
      odd(code.offset(), "a custom operator has no name");
    }
  }

  private void data(Table data) {
    buffers++;
    data.vector(0, 1);
    far(data, 1, 2, "a buffer");
  }

  /// Content beside the FlatBuffer, which large models have.
  private void far(Table table, int offsetField, int sizeField, String what) {
    long offset = table.slong(offsetField);
    long size = table.slong(sizeField);
    if (offset == 0 || offset == 1) {
      return;
    }
    if (offset < 0 || size < 0 || size > buffer.size() - offset) {
      outside(
          table.offset(),
          "%s is said to be %s bytes at %s of a file of %d"
              .formatted(
                  what, Long.toUnsignedString(size), Long.toUnsignedString(offset), buffer.size()));
    } else {
      buffer.cover(offset, size);
    }
  }

  private void subgraph(Table subgraph) {
    subgraph.tables(0, this::tensor);
    subgraph.vector(1, 4);
    subgraph.vector(2, 4);
    subgraph.tables(3, this::operator);
    subgraph.text(4);
  }

  private void tensor(Table tensor) {
    tensor.vector(0, 4);
    refer(tensor, tensor.uint(2));
    tensor.text(3);
    tensor.table(4, TfliteParse::quantization);
    tensor.table(6, TfliteParse::sparsity);
    tensor.vector(7, 4);
    tensor.tables(9, variant -> variant.vector(0, 4));
  }

  private void refer(Table from, long number) {
    if (number >= Math.max(1, buffers)) {
      outside(from.offset(), "the buffer %d is used, there are %d".formatted(number, buffers));
    }
  }

  private static void quantization(Table quantization) {
    quantization.vector(0, 4);
    quantization.vector(1, 4);
    quantization.vector(2, 4);
    quantization.vector(3, 8);
  }

  private static void sparsity(Table sparsity) {
    sparsity.vector(0, 4);
    sparsity.vector(1, 4);
    sparsity.tables(
        2,
        dimension -> {
          indices(dimension, 2);
          indices(dimension, 4);
        });
  }

  /// A union of lists of numbers of four, two and one bytes.
  private static void indices(Table dimension, int type) {
    int each =
        switch (dimension.ubyte(type)) {
          case 1 -> 4;
          case 2 -> 2;
          default -> 1;
        };
    dimension.table(type + 1, list -> list.vector(0, each));
  }

  private void operator(Table operator) {
    long number = operator.uint(0);
    if (number >= codes.size()) {
      outside(
          operator.offset(),
          "the operator code %d is used, there are %d".formatted(number, codes.size()));
    } else {
      use(codes.get((int) number), operator.offset());
    }
    operator.vector(1, 4);
    operator.vector(2, 4);
    operator.table(4, options -> options(operator.ubyte(3), options));
    operator.vector(5, 1);
    operator.vector(7, 1);
    operator.vector(8, 4);
    far(operator, 9, 10, "the options of an operator");
    operator.table(12, _ -> {});
  }

  private static void options(int type, Table options) {
    if (type == RESHAPE || type == SQUEEZE) {
      options.vector(0, 4);
    }
  }

  private void use(Code code, long offset) {
    if (code.custom().startsWith(FLEX)) {
      flex.node(new Operator("", code.custom().substring(FLEX.length())), offset);
    } else if (!code.custom().isEmpty()) {
      custom.node(new Operator("", code.custom()), offset);
    }
  }

  private void metadata(Table metadata) {
    metadata.text(0);
    refer(metadata, metadata.uint(1));
  }

  private static void signature(Table signature) {
    signature.tables(0, map -> map.text(0));
    signature.tables(1, map -> map.text(0));
    signature.text(2);
  }

  private void outside(long offset, String what) {
    if (outside.size() < MAX_TOLD) {
      outside.add(new Oddity(offset, HIGH, what));
    }
  }

  void odd(long offset, String what) {
    if (oddities.size() < MAX_TOLD) {
      oddities.add(new Oddity(offset, MEDIUM, what));
    }
  }
}
