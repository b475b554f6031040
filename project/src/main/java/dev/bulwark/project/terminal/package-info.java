/// What the command shows a person: plain text, coloured only on a terminal, with progress on long
/// work.
@NullMarked
package dev.bulwark.project.terminal;

import org.jspecify.annotations.NullMarked;
