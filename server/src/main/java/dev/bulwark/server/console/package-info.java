/// Pages.
@NullMarked
package dev.bulwark.server.console;

import org.jspecify.annotations.NullMarked;
