/// The seam for file formats: a {@link dev.bulwark.kernel.format.FormatReader} turns untrusted
/// bytes into a view, and never runs them (law 5).
@NullMarked
package dev.bulwark.kernel.format;

import org.jspecify.annotations.NullMarked;
