/// Lessons: what went wrong, tied by a person to what was changed because of it.
@NullMarked
package dev.bulwark.registry.lesson;

import org.jspecify.annotations.NullMarked;
