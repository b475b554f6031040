/// Releases on their way: what an environment is handed, and how a place without vault and network
/// verifies it.
@NullMarked
package dev.bulwark.registry.release;

import org.jspecify.annotations.NullMarked;
