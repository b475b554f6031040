/// What was found in a system, and what people say to it.
@NullMarked
package dev.bulwark.server.console.finding;

import org.jspecify.annotations.NullMarked;
