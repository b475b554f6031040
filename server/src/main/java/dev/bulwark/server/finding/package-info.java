/// What was found in a system over time, read from its ledger: when first, when last, and by which
/// evidence.
@NullMarked
package dev.bulwark.server.finding;

import org.jspecify.annotations.NullMarked;
