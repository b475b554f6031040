/// Measures the server on this machine, from the other end of real connections.
@NullMarked
package dev.bulwark.server.bench;

import org.jspecify.annotations.NullMarked;
