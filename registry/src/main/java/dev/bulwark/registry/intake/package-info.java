/// The way in: bytes go under seal, are examined as they lie there, and become a version.
@NullMarked
package dev.bulwark.registry.intake;

import org.jspecify.annotations.NullMarked;
