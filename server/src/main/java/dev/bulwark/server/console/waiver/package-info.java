/// Waivers, asked for by one person and confirmed by another.
@NullMarked
package dev.bulwark.server.console.waiver;

import org.jspecify.annotations.NullMarked;
