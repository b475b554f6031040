/// The seams for keeping bytes: immutable blobs, objects too large for memory, and one small cell
/// that moves by compare-and-swap.
@NullMarked
package dev.bulwark.kernel.store;

import org.jspecify.annotations.NullMarked;
