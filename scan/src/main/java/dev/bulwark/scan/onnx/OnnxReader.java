package dev.bulwark.scan.onnx;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.Wire;
import java.util.List;
import java.util.Optional;

/// Reads ONNX models.
///
/// Protobuf has no magic, so the outermost message is walked first: a file is claimed when it has a
/// graph and an IR version or an operator set; when it breaks off, when it starts with an IR
/// version and a second field of a model.
public final class OnnxReader implements FormatReader<OnnxView> {
  private static final int MAX_IR_VERSION = 64;

  @Override
  public String format() {
    return "onnx";
  }

  @Override
  public Reading<OnnxView> read(Source source, Budget budget) {
    try {
      if (!claims(source, budget)) {
        return new Reading.NotMine<>();
      }
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    OnnxParse parse = new OnnxParse(source, budget);
    try {
      budget.entry();
      parse.model();
      return new Reading.View<>(parse.view(), List.of());
    } catch (BrokenWire e) {
      return new Reading.Malformed<>(Optional.of(parse.view()), List.of(), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(parse.view()), List.of(), e.reason(), e.problem());
    }
  }

  private static boolean claims(Source source, Budget budget) {
    if (source.size() == 0) {
      return false;
    }
    Wire wire = new Wire(source.bytes(), 0, source.size());
    boolean version = false;
    boolean operators = false;
    boolean graph = false;
    int known = 0;
    try {
      while (wire.next()) {
        budget.tick();
        if (OnnxParse.MODEL.has(wire.field(), wire.type())) {
          known++;
          version |= wire.field() == 1 && wire.number() > 0 && wire.number() <= MAX_IR_VERSION;
          operators |= wire.field() == 8;
          graph |= wire.field() == 7;
        } else if (known == 0) {
          return false;
        }
      }
      return graph && (version || operators);
    } catch (BrokenWire e) {
      boolean within = wire.field() == 7 && wire.type() == Wire.LENGTH;
      return version && (known > 1 || within);
    }
  }
}
