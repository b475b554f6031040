/// The registry as commands use it: the embedded store of a project, and what leaves it.
@NullMarked
package dev.bulwark.project.registry;

import org.jspecify.annotations.NullMarked;
