/// Threats, risks, lineage and what changes over time, as pictures with their tables.
@NullMarked
package dev.bulwark.server.console.risk;

import org.jspecify.annotations.NullMarked;
