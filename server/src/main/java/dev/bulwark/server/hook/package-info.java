/// Webhooks: what happened to a system, told to addresses its owner named, signed as the Standard
/// Webhooks specification says (version 1.0.0).
///
/// [Happenings] reads a ledger as what happened; [Courier] posts it, hook by hook in the ledger's
/// order, at least once; [Reach] says where to, [Post] goes there and nowhere else.
@NullMarked
package dev.bulwark.server.hook;

import org.jspecify.annotations.NullMarked;
