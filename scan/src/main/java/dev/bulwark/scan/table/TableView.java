package dev.bulwark.scan.table;

import dev.bulwark.kernel.check.Place;

/// A table whose frame is sound.
///
/// @param what it is, with its article
public record TableView(Place place, String what) {}
