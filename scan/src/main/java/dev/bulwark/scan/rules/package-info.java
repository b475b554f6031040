/// How the lists of a user's rule pack are written, whatever they hold.
@NullMarked
package dev.bulwark.scan.rules;

import org.jspecify.annotations.NullMarked;
