/// What changes while somebody looks.
@NullMarked
package dev.bulwark.server.console.live;

import org.jspecify.annotations.NullMarked;
