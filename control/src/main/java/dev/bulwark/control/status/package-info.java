/// Where a system stands: the status of every control at a moment, computed from a policy and a
/// prefix of the ledger, and from nothing else (law 2).
///
/// Start with {@link dev.bulwark.control.status.Assessment}, the only way to a status.
@NullMarked
package dev.bulwark.control.status;

import org.jspecify.annotations.NullMarked;
