/// The rules over what a system is made of: known to be vulnerable, not pinned, without a hash, not
/// readable, advisories missing or old. What cannot be told is Undecided, never Passed (law 1).
@NullMarked
package dev.bulwark.inventory.check;

import org.jspecify.annotations.NullMarked;
