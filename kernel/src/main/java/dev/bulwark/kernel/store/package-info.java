/// The seam for keeping bytes: immutable blobs, and one small cell that moves by compare-and-swap.
@NullMarked
package dev.bulwark.kernel.store;

import org.jspecify.annotations.NullMarked;
