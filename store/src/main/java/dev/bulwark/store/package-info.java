@NullMarked
package dev.bulwark.store;

import org.jspecify.annotations.NullMarked;
