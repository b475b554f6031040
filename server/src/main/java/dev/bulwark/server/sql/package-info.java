/// The server's tables, on SQLite or PostgreSQL.
@NullMarked
package dev.bulwark.server.sql;

import org.jspecify.annotations.NullMarked;
