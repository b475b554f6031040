/// Who may do what: one table, default no.
@NullMarked
package dev.bulwark.server.access;

import org.jspecify.annotations.NullMarked;
