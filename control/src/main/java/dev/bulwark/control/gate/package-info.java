/// Lets through, or does not: a {@link dev.bulwark.control.gate.Gate} reads an assessment and makes
/// a {@link dev.bulwark.control.gate.Decision}.
///
/// Nothing else makes a {@link dev.bulwark.control.gate.Decision.Allow} (law 3, held by a test).
@NullMarked
package dev.bulwark.control.gate;

import org.jspecify.annotations.NullMarked;
