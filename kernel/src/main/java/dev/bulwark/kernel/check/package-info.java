/// The vocabulary of looking: a {@link dev.bulwark.kernel.check.Rule} says what to look for, a
/// {@link dev.bulwark.kernel.check.Check} looks, an {@link dev.bulwark.kernel.check.Outcome} says
/// how it went, a {@link dev.bulwark.kernel.check.CheckRun} holds all outcomes of one suite over
/// one target. Not run, cannot decide, and passed are three words (law 1), so they are three types.
@NullMarked
package dev.bulwark.kernel.check;

import org.jspecify.annotations.NullMarked;
