package dev.bulwark.scan.tensorflow;

import static dev.bulwark.kernel.check.Severity.CRITICAL;
import static dev.bulwark.kernel.check.Severity.HIGH;
import static dev.bulwark.kernel.check.Severity.MEDIUM;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.bulwark.kernel.check.Budget;
import dev.bulwark.kernel.check.Outcome;
import dev.bulwark.kernel.check.Severity;
import dev.bulwark.scan.protobuf.Notes;
import dev.bulwark.scan.tensorflow.TensorflowView.Layer;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Finds the layers that are Python functions in the JSON by which Keras describes a model.
///
/// A `Lambda` layer's `function` is marshalled bytecode in a list or an object, or the name of a
/// function that the loader looks up. The whole tree is walked: a layer may stand in any other.
final class KerasJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MAX_BYTES = 1 << 26;
  private static final int MAX_LAYERS = 100;

  /// What stands under `function`, from the least to the most telling.
  private enum Function {
    NONE,
    NAME,
    CODE
  }

  /// An object or list that is being read.
  private static final class Frame {
    final String property;
    final boolean list;
    boolean lambda;
    Function function = Function.NONE;

    Frame(String property, boolean list) {
      this.property = property;
      this.list = list;
    }
  }

  private final Notes notes;
  private final Budget budget;
  private final List<Layer> layers = new ArrayList<>();

  KerasJson(Notes notes, Budget budget) {
    this.notes = notes;
    this.budget = budget;
  }

  List<Layer> layers() {
    return layers;
  }

  /// Reads one description. Text that is empty or no JSON is none: objects of other kinds have
  /// metadata too.
  void read(MemorySegment text, long offset) {
    if (text.byteSize() == 0 || text.get(JAVA_BYTE, 0) != '{') {
      return;
    }
    if (text.byteSize() > MAX_BYTES) {
      throw new Budget.OverLimit(
          Outcome.Reason.OVER_LIMIT, "more than " + MAX_BYTES + " bytes of JSON in one layer");
    }
    budget.bytes(text.byteSize());
    try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text.toArray(JAVA_BYTE))) {
      walk(json, offset);
    } catch (JacksonException e) {
      notes.odd(offset, MEDIUM, "the description of a layer is not JSON");
    }
  }

  private void walk(JsonParser json, long offset) {
    ArrayDeque<Frame> open = new ArrayDeque<>();
    String property = "";
    for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
      budget.tick();
      switch (token) {
        case PROPERTY_NAME -> property = json.currentName();
        case START_OBJECT, START_ARRAY -> {
          open.push(new Frame(property, token == JsonToken.START_ARRAY));
          property = "";
        }
        case END_OBJECT, END_ARRAY -> close(open.pop(), open.peek(), offset);
        case VALUE_STRING -> {
          Frame frame = open.peek();
          if (frame != null) {
            text(frame, property, json.getString(), offset);
          }
        }
        default -> {}
      }
    }
  }

  private void text(Frame frame, String property, String value, long offset) {
    if (frame.list) {
      if (frame.property.equals("function")) {
        frame.function = Function.CODE;
      }
    } else if (property.equals("class_name")) {
      frame.lambda |= value.equals("Lambda");
      if (value.equals("__lambda__")) {
        frame.function = Function.CODE;
        add(offset, CRITICAL, "A layer is a Python function that is stored as bytecode");
      }
    } else if (property.equals("function")) {
      frame.function = Function.NAME;
    }
  }

  /// What a list or a configuration says of its function is said of the layer it belongs to.
  private void close(Frame done, @Nullable Frame parent, long offset) {
    if (done.lambda) {
      switch (done.function) {
        case CODE ->
            add(offset, CRITICAL, "A Lambda layer brings its Python function along as bytecode");
        case NAME -> add(offset, HIGH, "A Lambda layer calls a Python function by its name");
        case NONE -> add(offset, HIGH, "A Lambda layer runs a Python function");
      }
    } else if (parent != null
        && (done.property.equals("config") || done.property.equals("function"))) {
      boolean object = done.property.equals("function") && done.function == Function.NONE;
      Function found = object ? Function.NAME : done.function;
      parent.function = parent.function.compareTo(found) >= 0 ? parent.function : found;
    }
  }

  private void add(long offset, Severity severity, String what) {
    Layer layer = new Layer(offset, severity, what);
    if (layers.size() < MAX_LAYERS && !layers.contains(layer)) {
      layers.add(layer);
    }
  }
}
