/// NumPy arrays (`.npy`, NEP 1): a header that is a Python literal, then raw elements, or a pickle
/// when the elements are Python objects.
@NullMarked
package dev.bulwark.scan.npy;

import org.jspecify.annotations.NullMarked;
