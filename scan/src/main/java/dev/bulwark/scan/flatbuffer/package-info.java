/// FlatBuffers, read in place with every offset checked; nothing is built.
///
/// A {@link dev.bulwark.scan.flatbuffer.Flatbuffer} hands out {@link
/// dev.bulwark.scan.flatbuffer.Table}s, whose fields are read by their place in the schema. Every
/// part that is read is marked as covered, so that what belongs to nothing can be told. Parts may
/// be shared, and a hostile file makes a small file look large that way: each visit costs budget.
@NullMarked
package dev.bulwark.scan.flatbuffer;

import org.jspecify.annotations.NullMarked;
