package dev.bulwark.scan.coreml;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.format.FormatReader;
import dev.bulwark.kernel.format.Reading;
import dev.bulwark.kernel.format.Source;
import dev.bulwark.scan.coreml.CoremlView.Named;
import dev.bulwark.scan.graph.Tally;
import dev.bulwark.scan.protobuf.BrokenWire;
import dev.bulwark.scan.protobuf.Fields;
import dev.bulwark.scan.protobuf.Notes;
import dev.bulwark.scan.protobuf.Schema;
import dev.bulwark.scan.protobuf.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads Core ML models.
///
/// A file is claimed when it has a small specification version and one of the model types, which
/// start at field 200.
public final class CoremlReader implements FormatReader<CoremlView> {
  private static final Schema.Message MODEL =
      Schema.resource(CoremlReader.class, "coreml.schema").message("Model");

  private static final int FIRST_TYPE = 200;
  private static final int MAX_VERSION = 32;

  @Override
  public String format() {
    return "coreml";
  }

  @Override
  public Reading<CoremlView> read(Source source, Budget budget) {
    try {
      if (!claims(source, budget)) {
        return new Reading.NotMine<>();
      }
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.empty(), List.of(), e.reason(), e.problem());
    }
    Walk walk = new Walk(source, budget);
    try {
      budget.entry();
      walk.message(Fields.of(source.bytes(), MODEL, walk.notes));
      return new Reading.View<>(walk.view(), List.of());
    } catch (BrokenWire e) {
      return new Reading.Malformed<>(Optional.of(walk.view()), List.of(), e.offset(), e.problem());
    } catch (Budget.OverLimit e) {
      return new Reading.OverLimit<>(Optional.of(walk.view()), List.of(), e.reason(), e.problem());
    }
  }

  private static boolean claims(Source source, Budget budget) {
    Wire wire = new Wire(source.bytes(), 0, source.size());
    boolean version = false;
    boolean type = false;
    try {
      while (wire.next()) {
        budget.tick();
        version |=
            wire.field() == 1
                && wire.type() == Wire.VARINT
                && wire.number() > 0
                && wire.number() <= MAX_VERSION;
        type |= wire.field() >= FIRST_TYPE && MODEL.has(wire.field(), wire.type());
      }
      return version && type;
    } catch (BrokenWire e) {
      return version && wire.field() >= FIRST_TYPE && MODEL.has(wire.field(), wire.type());
    }
  }

  /// One walk through one model. The schema names only what leads somewhere, so every message is
  /// walked the same way, and the telling fields are picked out by the message they stand in.
  private static final class Walk {
    private final Source source;
    private final Notes notes;
    private final Tally<String> classes = Tally.ofTexts();
    private final Tally<String> links = Tally.ofTexts();
    private final Tally<String> blobs = Tally.ofTexts();

    Walk(Source source, Budget budget) {
      this.source = source;
      this.notes = new Notes(budget);
    }

    void message(Fields fields) {
      String name = fields.message();
      while (fields.next()) {
        int field = fields.number();
        switch (name) {
          case "CustomModel", "CustomLayer" -> {
            if (field == 10) {
              classes.add(fields.text(), fields.offset());
            }
          }
          case "StringParameter" -> links.add(fields.text(), fields.offset());
          case "BlobFile" -> {
            if (field == 1) {
              blobs.add(fields.text(), fields.offset());
            }
          }
          default -> {}
        }
        if (fields.isMessage()) {
          message(fields.inside());
        }
      }
    }

    CoremlView view() {
      return new CoremlView(
          source.place(),
          named(classes),
          named(links),
          named(blobs),
          notes.oddities(),
          notes.unknownBytes());
    }

    private static List<Named> named(Tally<String> names) {
      List<Named> all = new ArrayList<>();
      names.counts().forEach((name, seen) -> all.add(new Named(name, seen.offset())));
      return all;
    }
  }
}
