/// Where versions come from: SLSA provenance v1 that builders sign, and that the registry signs
/// about itself.
@NullMarked
package dev.bulwark.registry.provenance;

import org.jspecify.annotations.NullMarked;
