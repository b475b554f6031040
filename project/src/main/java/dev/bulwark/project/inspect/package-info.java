/// Runs the producers over a project. Nothing is signed, stored or decided here.
@NullMarked
package dev.bulwark.project.inspect;

import org.jspecify.annotations.NullMarked;
