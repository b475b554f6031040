package dev.bulwark.scan.pickle;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The arguments a rebuilding function is called with in honest pickles.
///
/// Written as slots separated by spaces. A slot is alternatives joined by `|`; after it `?` means
/// that it may be missing and `*` that it may be repeated. Alternatives:
///
/// ```
/// any     anything that is allowed itself      plain   nothing that depends on the loader's world
/// str bytes int float bool none tuple list dict ints (a tuple of integers) zero (the tuple of one 0)
/// class   a name that may be called             object  a call's result or a persistent object
/// made    the result of calling what may be called
/// storage a tensor's storage                    name    a string that is a plain identifier
/// 'text'  exactly this string                   @module.name  exactly this name
/// ```
final class Schema {
  private final List<Slot> slots;
  private final int least;
  private final boolean repeats;

  /// What one alternative asks of a value.
  interface Wanted {
    boolean is(long word, Values values);
  }

  private record Slot(List<Wanted> alternatives) {
    boolean takes(long word, Values values) {
      for (Wanted wanted : alternatives) {
        if (wanted.is(word, values)) {
          return true;
        }
      }
      return false;
    }
  }

  private Schema(List<Slot> slots, int least, boolean repeats) {
    this.slots = slots;
    this.least = least;
    this.repeats = repeats;
  }

  static Schema parse(String text) {
    List<Slot> slots = new ArrayList<>();
    int least = 0;
    boolean repeats = false;
    for (String part : text.isEmpty() ? new String[0] : text.split(" ")) {
      boolean optional = part.endsWith("?");
      repeats = part.endsWith("*");
      String bare = optional || repeats ? part.substring(0, part.length() - 1) : part;
      slots.add(new Slot(Stream.of(bare.split("\\|")).map(Values::wanted).toList()));
      least += optional || repeats ? 0 : 1;
    }
    return new Schema(List.copyOf(slots), least, repeats);
  }

  /// Whether the items of a tuple are such arguments.
  boolean fits(long arguments, Values values) {
    int count = values.length(arguments);
    if (!values.isKept(arguments) || count < least || (!repeats && count > slots.size())) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      Slot slot = slots.get(Math.min(i, slots.size() - 1));
      if (!slot.takes(values.item(arguments, i), values)) {
        return false;
      }
    }
    return true;
  }
}
