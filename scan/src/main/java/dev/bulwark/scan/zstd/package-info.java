/// Zstandard (RFC 8878), decoding only. Written here because the ready decoders for Java are native
/// code or read memory without bounds checks, and these bytes are hostile.
@NullMarked
package dev.bulwark.scan.zstd;

import org.jspecify.annotations.NullMarked;
