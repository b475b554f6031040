/// JSON as values, with the one canonical rendering (RFC 8785) that digests and signatures are
/// taken over.
///
/// Reading JSON is not done here: a parser is a library's work and belongs to the module that meets
/// the bytes.
@NullMarked
package dev.bulwark.kernel.json;

import org.jspecify.annotations.NullMarked;
