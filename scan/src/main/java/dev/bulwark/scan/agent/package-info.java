/// Configuration of agents, their tools and editors that comes with a model: what it starts, where
/// it connects, and what it whispers.
@NullMarked
package dev.bulwark.scan.agent;

import org.jspecify.annotations.NullMarked;
