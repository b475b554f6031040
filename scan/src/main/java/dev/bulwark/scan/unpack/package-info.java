/// Bytes that a container gives up: unpacked once, kept off the heap when they are many, gone when
/// the examination ends.
@NullMarked
package dev.bulwark.scan.unpack;

import org.jspecify.annotations.NullMarked;
