/// A server elsewhere, for commands that let it do the work: whom to believe, what to send, what
/// came back.
@NullMarked
package dev.bulwark.project.remote;

import org.jspecify.annotations.NullMarked;
