/// Runs the producers over a project. Nothing is signed, stored or decided here.
@NullMarked
package dev.bulwark.cli.inspect;

import org.jspecify.annotations.NullMarked;
