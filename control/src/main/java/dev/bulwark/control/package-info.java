@NullMarked
package dev.bulwark.control;

import org.jspecify.annotations.NullMarked;
