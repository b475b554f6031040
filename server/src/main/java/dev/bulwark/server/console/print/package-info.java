/// A system's report for paper, its coverage of frameworks, and the copy for an auditor.
@NullMarked
package dev.bulwark.server.console.print;

import org.jspecify.annotations.NullMarked;
