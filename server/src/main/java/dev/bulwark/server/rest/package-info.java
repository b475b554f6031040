/// JSON for programs.
@NullMarked
package dev.bulwark.server.rest;

import org.jspecify.annotations.NullMarked;
