/// The subcommands of `bulwark`, one class each: arguments in, a report and an exit code out.
@NullMarked
package dev.bulwark.cli.command;

import org.jspecify.annotations.NullMarked;
