/// The nouns every module shares, and the seams where people add things. Depends on the JDK alone.
///
/// Start with {@link dev.bulwark.kernel.check.Outcome}: the rest of the system exists so that its
/// four cases are never confused.
@NullMarked
package dev.bulwark.kernel;

import org.jspecify.annotations.NullMarked;
