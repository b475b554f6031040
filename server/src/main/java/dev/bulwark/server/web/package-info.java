/// What every request passes: TLS, headers, sign-in, access, problems.
@NullMarked
package dev.bulwark.server.web;

import org.jspecify.annotations.NullMarked;
