/// Badges, for whoever asks.
@NullMarked
package dev.bulwark.server.console.badge;

import org.jspecify.annotations.NullMarked;
