package dev.bulwark.kernel.format;

import dev.bulwark.kernel.check.Budget;

/// The seam for a file format: one class, one test (`extends FormatReaderContract`), one line in
/// its module's `Builtin…` list.
///
/// Reads by the format's own grammar and never loads, imports or evaluates (law 5). Content
/// decides; a name is only evidence. Allocates in proportion to what it found, never to what a
/// length field claims. Does not throw on any input: a broken one is {@link Reading.Malformed}. May
/// be called from several threads.
///
/// @param <V> the view it makes: what checks look at
public interface FormatReader<V> {

  /// The format's stable, lower-case name: `pickle`, `safetensors`.
  String format();

  Reading<V> read(Source source, Budget budget);
}
