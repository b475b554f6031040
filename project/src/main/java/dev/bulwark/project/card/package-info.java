/// Model cards: what the ledger knows of one version, told for people. Nobody writes one; each line
/// is drawn from evidence, and what nothing is known of is said as plainly.
@NullMarked
package dev.bulwark.project.card;

import org.jspecify.annotations.NullMarked;
