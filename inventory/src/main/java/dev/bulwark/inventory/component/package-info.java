/// What a system is made of, read from the files its tools leave: one reader per lock file or
/// manifest. Each component says where it is declared, whether it is pinned to one version, whether
/// its bytes are pinned by a hash, and whether the project asked for it itself.
@NullMarked
package dev.bulwark.inventory.component;

import org.jspecify.annotations.NullMarked;
