/// Python pickles, read by running their program on symbols: nothing is imported, built or called
/// (law 5).
///
/// A pickle is a program for a stack machine. {@link dev.bulwark.scan.pickle.PickleReader} executes
/// all 68 opcodes exactly as CPython's own unpickler would, up to the point where that one would
/// import or call something; there it notes an {@link dev.bulwark.scan.pickle.PickleEvent} and goes
/// on with a symbol. So a name that is popped again, hidden behind the memo or spelled in escapes
/// is still seen. {@link dev.bulwark.scan.pickle.PicklePolicy} says what each name may do, by exact
/// (module, qualified name): whatever it does not list is suspicious. The checks in {@link
/// dev.bulwark.scan.pickle.BuiltinPickleChecks} turn events into findings.
@NullMarked
package dev.bulwark.scan.pickle;

import org.jspecify.annotations.NullMarked;
