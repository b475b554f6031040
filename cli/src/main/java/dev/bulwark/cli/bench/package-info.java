/// Benchmarks people can run on their own machine: ratios against a peer or a limit of the same
/// run.
@NullMarked
package dev.bulwark.cli.bench;

import org.jspecify.annotations.NullMarked;
