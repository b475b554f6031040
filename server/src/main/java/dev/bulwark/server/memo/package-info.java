/// What the server remembers for the convenience of clients; none of it is evidence.
@NullMarked
package dev.bulwark.server.memo;

import org.jspecify.annotations.NullMarked;
