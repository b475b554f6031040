/// Updates: what a channel offers, whether it is what its publisher signed, and one pass that takes
/// it in, moves it on, watches it and takes it back.
///
/// Nothing here remembers anything: what a pass does follows from the ledger, so that the next one
/// ends what a crash cut off.
@NullMarked
package dev.bulwark.registry.update;

import org.jspecify.annotations.NullMarked;
