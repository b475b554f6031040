/// The bill of materials of an AI system: written as CycloneDX 1.6 or 1.7 and as SPDX 3.0.1 with
/// its AI and dataset profiles, and CycloneDX of others checked against the official schemas. The
/// same content and time give the same bytes.
@NullMarked
package dev.bulwark.inventory.bom;

import org.jspecify.annotations.NullMarked;
