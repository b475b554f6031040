/// What goes wrong outside a function's domain: a fault carries a {@link
/// dev.bulwark.kernel.fault.ProblemType}, which names the problem for machines (slug, HTTP status,
/// exit code) while the message speaks to people: expected, found, where, what to do.
@NullMarked
package dev.bulwark.kernel.fault;

import org.jspecify.annotations.NullMarked;
