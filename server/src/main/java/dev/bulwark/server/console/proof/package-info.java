/// From a piece of evidence to the proof that it was logged.
@NullMarked
package dev.bulwark.server.console.proof;

import org.jspecify.annotations.NullMarked;
