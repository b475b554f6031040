/// How far a system is, in a line for strangers, where its owner shows it.
@NullMarked
package dev.bulwark.server.badge;

import org.jspecify.annotations.NullMarked;
