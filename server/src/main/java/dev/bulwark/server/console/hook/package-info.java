/// A system's webhooks and its badge.
@NullMarked
package dev.bulwark.server.console.hook;

import org.jspecify.annotations.NullMarked;
