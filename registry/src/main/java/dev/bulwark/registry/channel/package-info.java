/// What a person allows a channel of updates to do, in words that are signed once and hold.
@NullMarked
package dev.bulwark.registry.channel;

import org.jspecify.annotations.NullMarked;
