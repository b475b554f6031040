package dev.bulwark.scan.paddle;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.graph.Operator;
import dev.bulwark.scan.graph.Uses;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.Fields;
import dev.bulwark.scan.protobuf.Notes;
import dev.bulwark.scan.protobuf.Schema;
import dev.bulwark.scan.protobuf.Wire;
import java.util.List;
import java.util.Optional;

/// Reads programs of PaddlePaddle (`ProgramDesc` of `framework.proto`).
///
/// Bytes are claimed when they begin with a block that begins with its number, which is zero, and
/// its parent's.
public final class ProgramReader implements FormatReader<ProgramView> {
  private static final Schema SCHEMA = Schema.resource(ProgramReader.class, "paddle.schema");

  @Override
  public String format() {
    return "paddle";
  }

  @Override
  public Reading<ProgramView> read(Source source, Budget budget) {
    if (!claims(source)) {
      return new Reading.NotMine<>();
    }
    Walk walk = new Walk(source, budget);
    try {
      budget.entry();
      walk.message(Fields.of(source.bytes(), SCHEMA.message("ProgramDesc"), walk.notes));
      return new Reading.View<>(walk.view(), List.of());
    } catch (BrokenWire e) {
      return new Reading.Malformed<>(Optional.of(walk.view()), List.of(), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(walk.view()), List.of(), e.reason(), e.problem());
    }
  }

  private static boolean claims(Source source) {
    try {
      Wire program = new Wire(source.bytes(), 0, source.size());
      if (!program.next() || program.field() != 1 || program.type() != Wire.LENGTH) {
        return false;
      }
      Wire block = program.inside();
      return block.next()
          && block.field() == 1
          && block.type() == Wire.VARINT
          && block.number() == 0
          && block.next()
          && block.field() == 2
          && block.type() == Wire.VARINT
          && block.next()
          && (block.field() == 3 || block.field() == 4)
          && block.type() == Wire.LENGTH;
    } catch (BrokenWire e) {
      return false;
    }
  }

  /// One walk through one program.
  private static final class Walk {
    private final Source source;
    private final Notes notes;
    private final Uses uses = new Uses();

    Walk(Source source, Budget budget) {
      this.source = source;
      this.notes = new Notes(budget);
    }

    void message(Fields fields) {
      boolean operator = fields.message().equals("OpDesc");
      while (fields.next()) {
        if (operator && fields.number() == 3) {
          uses.node(new Operator("", fields.text()), fields.offset());
        } else if (fields.isMessage()) {
          message(fields.inside());
        } else {
          fields.check();
        }
      }
    }

    ProgramView view() {
      return new ProgramView(source.place(), uses.list(), notes.oddities(), notes.unknownBytes());
    }
  }
}
