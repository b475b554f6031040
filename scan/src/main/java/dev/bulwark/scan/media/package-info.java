/// Pictures, sounds, films and documents of a model card: known by their structure, accounted for
/// to the last byte, never decoded.
@NullMarked
package dev.bulwark.scan.media;

import org.jspecify.annotations.NullMarked;
