/// Bytes that stay bytes: immutable values, their SHA-256 names and their sizes.
@NullMarked
package dev.bulwark.kernel.bytes;

import org.jspecify.annotations.NullMarked;
