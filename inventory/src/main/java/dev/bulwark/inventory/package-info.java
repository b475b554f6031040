/// What an AI system is made of, and what is known to be wrong with it: components named by package
/// URLs, versions in the order of their own ecosystem, advisories as OSV publishes them.
///
/// A producer: it never learns who reads what it found. It reads files, never the network.
@NullMarked
package dev.bulwark.inventory;

import org.jspecify.annotations.NullMarked;
