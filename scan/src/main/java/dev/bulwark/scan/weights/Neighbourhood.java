package dev.bulwark.scan.weights;

import dev.bulwark.kernel.check.Place;
import java.util.List;
import java.util.TreeMap;

/// The descriptions of one file that lie beside it.
///
/// @param file the one that is described
/// @param descriptions by the describing file's name; empty when nothing describes it
/// @param names how many names the file has in its file system; 1 where that is not known
public record Neighbourhood(Place file, TreeMap<String, List<Range>> descriptions, int names) {

  /// Asked once, and only when no format knows the file's bytes: looking costs a listing.
  public interface Look {
    Neighbourhood look();
  }
}
