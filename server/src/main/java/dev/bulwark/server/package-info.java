/// One process a team signs in to.
@NullMarked
package dev.bulwark.server;

import org.jspecify.annotations.NullMarked;
