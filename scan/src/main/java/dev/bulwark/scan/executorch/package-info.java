/// ExecuTorch programs: a FlatBuffer of instructions over operators and delegates by name, and
/// segments of data behind it.
@NullMarked
package dev.bulwark.scan.executorch;

import org.jspecify.annotations.NullMarked;
