/// `bulwark witness`: somebody else remembers how far a ledger has come, so that nobody can be
/// shown another history (C2SP tlog-witness).
@NullMarked
package dev.bulwark.server.witness;

import org.jspecify.annotations.NullMarked;
