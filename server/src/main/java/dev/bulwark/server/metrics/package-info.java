/// What a server tells whoever watches it, in Prometheus' text format: counts and times of requests
/// by the handler's template, and per system what its verified ledger says.
///
/// Labels are words of the program and ids of systems; no path, name, address or text of a request
/// becomes one.
@NullMarked
package dev.bulwark.server.metrics;

import org.jspecify.annotations.NullMarked;
