/// Looks at a registry as it is: whether environments are apart, whether the way back works.
@NullMarked
package dev.bulwark.registry.watch;

import org.jspecify.annotations.NullMarked;
