/// What programs send: kept under seal until it becomes a version, and taken in as one.
///
/// Nothing a client says counts as evidence: its bytes are sealed, read back, and examined.
@NullMarked
package dev.bulwark.server.upload;

import org.jspecify.annotations.NullMarked;
