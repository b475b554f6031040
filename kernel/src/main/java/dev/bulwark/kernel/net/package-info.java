/// Addresses of a network, told apart.
@NullMarked
package dev.bulwark.kernel.net;

import org.jspecify.annotations.NullMarked;
