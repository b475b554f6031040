/// People, their passwords, sessions, links and tokens.
@NullMarked
package dev.bulwark.server.account;

import org.jspecify.annotations.NullMarked;
