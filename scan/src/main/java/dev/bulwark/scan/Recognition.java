package dev.bulwark.scan;

import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.Locale;

/// Which formats knew some bytes: what the rules that belong to no single format look at.
///
/// @param place the file, or the member of a container
/// @param size in bytes
/// @param known the formats whose grammar the bytes follow or claim; may be empty
/// @param begun formats whose reader saw something before a bound stopped it, which does not prove
///   that the bytes have the format
record Recognition(Place place, long size, List<Format<?>> known, List<Format<?>> begun) {
  Recognition {
    known = List.copyOf(known);
    begun = List.copyOf(begun);
  }

  List<String> names() {
    return known.stream().map(format -> format.name()).toList();
  }

  /// The ending of the innermost name, lower-case, without the dot; empty when there is none.
  String extension() {
    return extension(place);
  }

  /// The same of any place.
  static String extension(Place place) {
    String name = place.path().getLast();
    String last = name.substring(name.lastIndexOf('/') + 1);
    int dot = last.lastIndexOf('.');
    return dot < 0 ? "" : last.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
