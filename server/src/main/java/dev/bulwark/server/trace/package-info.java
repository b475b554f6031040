/// Traces of requests, sent to an OpenTelemetry receiver when one is set. Nothing of the library is
/// loaded when none is.
@NullMarked
package dev.bulwark.server.trace;

import org.jspecify.annotations.NullMarked;
