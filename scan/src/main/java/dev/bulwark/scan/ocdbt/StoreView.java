package dev.bulwark.scan.ocdbt;

import dev.bulwark.kernel.check.Place;
import dev.bulwark.scan.weights.Described;
import java.util.List;

/// What a manifest leads to.
///
/// @param versions of the whole, each with a tree of its own
/// @param nodes how many there are, each counted once
/// @param entries keys with their values, those of every version
/// @param keys the names of the first of them, sorted within a node, as bytes of Latin-1
/// @param outside data files that lie, or may lie, outside of the manifest's folder
/// @param files what the nodes and values in each data file account for
public record StoreView(
    Place place,
    long versions,
    long nodes,
    long entries,
    List<String> keys,
    List<String> outside,
    List<Described> files) {
  public StoreView {
    keys = List.copyOf(keys);
    outside = List.copyOf(outside);
    files = List.copyOf(files);
  }
}
