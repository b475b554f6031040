/// The systems' evidence in PostgreSQL, shared by several servers, and the lease by which one of
/// them leads a ledger.
///
/// A lease gives a fencing token, one higher than any before. Tiles and checkpoint are written in a
/// transaction that first looks, under a lock, whether the token is still the newest: a leader that
/// was paused, cut off or slow writes nothing once another leads, whatever its clock says. Whoever
/// owns the database can lose, replay or replace what is in it, as with files; readers verify.
@NullMarked
package dev.bulwark.server.replica;

import org.jspecify.annotations.NullMarked;
