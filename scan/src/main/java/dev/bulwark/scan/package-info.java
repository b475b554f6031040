@NullMarked
package dev.bulwark.scan;

import org.jspecify.annotations.NullMarked;
