/// What is governed: an {@link dev.bulwark.kernel.system.AiSystem} made of elements, each with its
/// facts. A fact remembers whether somebody declared it or whether silence was read as its unsafe
/// value.
@NullMarked
package dev.bulwark.kernel.system;

import org.jspecify.annotations.NullMarked;
