@NullMarked
package dev.bulwark.govern;

import org.jspecify.annotations.NullMarked;
