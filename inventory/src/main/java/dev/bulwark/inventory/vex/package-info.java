/// Statements of suppliers that a known vulnerability does not concern a product (VEX), from
/// OpenVEX and CycloneDX. A statement counts only with its reason, and is shown wherever it counts.
@NullMarked
package dev.bulwark.inventory.vex;

import org.jspecify.annotations.NullMarked;
