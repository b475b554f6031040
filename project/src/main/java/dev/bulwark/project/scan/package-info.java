/// `bulwark scan`: model files alone, without a manifest, a ledger or keys.
@NullMarked
package dev.bulwark.project.scan;

import org.jspecify.annotations.NullMarked;
